/** What the picture is drawn with: a canvas while it is looked at, SVG when it is saved. */
import { REASONS } from "../wire/states.js";
import { reasonPatterns, reasonPatternSvg } from "../common/patterns.js";
import type { Theme } from "../common/theme.js";

export interface Line {
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

export interface TextStyle {
  readonly colour: string;
  readonly size: number;
  readonly bold?: boolean;
  readonly align?: "left" | "center" | "right";
  /** What is longer is cut, with dots. */
  readonly room?: number;
}

/** From one point to another by way of two that draw it to themselves. */
export type Curve = readonly [number, number, number, number, number, number, number, number];

export interface Pen {
  box(
    x: number,
    y: number,
    width: number,
    height: number,
    radius: number,
    fill: string,
    line: Line | null,
  ): void;
  shape(points: readonly number[], fill: string, line: Line | null): void;
  curve(curve: Curve, line: Line): void;
  /** Straight lines, from each pair of points to the next: very many in one stroke. */
  segments(points: readonly number[], line: Line): void;
  /** A stretch of a bar in the pattern of a reason. */
  bar(x: number, y: number, width: number, height: number, reason: number): void;
  text(text: string, x: number, y: number, style: TextStyle): void;
  /** From here on all is drawn so strongly; 1 is whole. */
  strength(alpha: number): void;
}

export class CanvasPen implements Pen {
  readonly #context: CanvasRenderingContext2D;
  readonly #theme: Theme;
  readonly #patterns: readonly (CanvasPattern | string)[];
  readonly #cut = new Map<string, string>();
  #font = "";

  constructor(context: CanvasRenderingContext2D, theme: Theme) {
    this.#context = context;
    this.#theme = theme;
    this.#patterns = reasonPatterns(theme);
  }

  /** To be called before each picture, because resizing a canvas forgets all. */
  begin(): void {
    this.#font = "";
    this.#context.textBaseline = "middle";
  }

  box(
    x: number,
    y: number,
    width: number,
    height: number,
    radius: number,
    fill: string,
    line: Line | null,
  ): void {
    const context = this.#context;
    if (radius === 0 && line === null) {
      context.fillStyle = fill;
      context.fillRect(x, y, width, height);
      return;
    }
    context.beginPath();
    context.roundRect(x, y, width, height, radius);
    this.#paint(fill, line);
  }

  shape(points: readonly number[], fill: string, line: Line | null): void {
    const context = this.#context;
    context.beginPath();
    for (let i = 0; i < points.length; i += 2) context.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
    context.closePath();
    this.#paint(fill, line);
  }

  curve([x1, y1, cx1, cy1, cx2, cy2, x2, y2]: Curve, line: Line): void {
    const context = this.#context;
    context.beginPath();
    context.moveTo(x1, y1);
    context.bezierCurveTo(cx1, cy1, cx2, cy2, x2, y2);
    this.#stroke(line);
  }

  segments(points: readonly number[], line: Line): void {
    const context = this.#context;
    context.beginPath();
    for (let i = 0; i < points.length; i += 4) {
      context.moveTo(points[i] ?? 0, points[i + 1] ?? 0);
      context.lineTo(points[i + 2] ?? 0, points[i + 3] ?? 0);
    }
    this.#stroke(line);
  }

  bar(x: number, y: number, width: number, height: number, reason: number): void {
    this.#context.fillStyle = this.#patterns[reason] ?? "";
    this.#context.fillRect(x, y, width, height);
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const context = this.#context;
    this.#setFont(style);
    context.fillStyle = style.colour;
    context.textAlign = style.align ?? "left";
    context.fillText(style.room === undefined ? text : this.fitted(text, style), x, y);
  }

  /** The text as it fits into its room. */
  fitted(text: string, style: TextStyle): string {
    const key = `${style.size} ${style.bold === true} ${style.room ?? 0} ${text}`;
    const known = this.#cut.get(key);
    if (known !== undefined) return known;
    if (this.#cut.size > 20_000) this.#cut.clear();
    this.#setFont(style);
    const cut = cutToWidth(text, style.room ?? Infinity, (part) => this.#context.measureText(part).width);
    this.#cut.set(key, cut);
    return cut;
  }

  strength(alpha: number): void {
    this.#context.globalAlpha = alpha;
  }

  #setFont({ size, bold }: TextStyle): void {
    const font = `${bold === true ? "600 " : ""}${size}px ${this.#theme.font}`;
    if (font === this.#font) return;
    this.#font = font;
    this.#context.font = font;
  }

  #paint(fill: string, line: Line | null): void {
    if (fill !== "") {
      this.#context.fillStyle = fill;
      this.#context.fill();
    }
    if (line !== null) this.#stroke(line);
  }

  #stroke({ colour, width, dash }: Line): void {
    const context = this.#context;
    context.strokeStyle = colour;
    context.lineWidth = width;
    if (dash === undefined) {
      context.stroke();
      return;
    }
    context.setLineDash([...dash]);
    context.stroke();
    context.setLineDash([]);
  }
}

function cutToWidth(text: string, room: number, widthOf: (part: string) => number): string {
  if (widthOf(text) <= room) return text;
  let [least, most] = [0, text.length];
  while (least < most) {
    const middle = (least + most + 1) >> 1;
    if (widthOf(`${text.slice(0, middle)}…`) <= room) least = middle;
    else most = middle - 1;
  }
  return `${text.slice(0, least)}…`;
}

export class SvgPen implements Pen {
  readonly #theme: Theme;
  /** It knows how wide text is. */
  readonly #measure: CanvasPen;
  readonly #parts: string[] = [];
  #alpha = 1;

  constructor(theme: Theme, measure: CanvasPen) {
    this.#theme = theme;
    this.#measure = measure;
  }

  box(
    x: number,
    y: number,
    width: number,
    height: number,
    radius: number,
    fill: string,
    line: Line | null,
  ): void {
    const at = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
    this.#parts.push(`<rect ${at} rx="${radius}" ${this.#paint(fill, line)}/>`);
  }

  shape(points: readonly number[], fill: string, line: Line | null): void {
    this.#parts.push(`<polygon points="${points.map(round).join(" ")}" ${this.#paint(fill, line)}/>`);
  }

  curve(curve: Curve, line: Line): void {
    const [x1, y1, ...rest] = curve.map(round);
    this.#parts.push(`<path d="M${x1} ${y1}C${rest.join(" ")}" ${this.#paint("", line)}/>`);
  }

  segments(points: readonly number[], line: Line): void {
    let path = "";
    for (let i = 0; i < points.length; i += 4) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points.slice(i, i + 4).map(round);
      path += `M${x1} ${y1}L${x2} ${y2}`;
    }
    this.#parts.push(`<path d="${path}" ${this.#paint("", line)}/>`);
  }

  bar(x: number, y: number, width: number, height: number, reason: number): void {
    const fill = `url(#reason-${REASONS[reason] ?? "running"})`;
    this.box(x, y, width, height, 0, fill, null);
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    const anchor = style.align === "center" ? "middle" : style.align === "right" ? "end" : "start";
    const weight = style.bold === true ? ' font-weight="600"' : "";
    const shown = style.room === undefined ? text : this.#measure.fitted(text, style);
    this.#parts.push(
      `<text x="${round(x)}" y="${round(y)}" fill="${escapeXml(style.colour)}" font-size="${style.size}"${weight}` +
        ` text-anchor="${anchor}" dominant-baseline="central"${this.#opacity()}>${escapeXml(shown)}</text>`,
    );
  }

  strength(alpha: number): void {
    this.#alpha = alpha;
  }

  document(x: number, y: number, width: number, height: number): string {
    const box = [x, y, width, height].map(round).join(" ");
    const patterns = REASONS.map((reason) => reasonPatternSvg(reason, this.#theme)).join("");
    const ground = `<rect x="${round(x)}" y="${round(y)}" width="100%" height="100%" fill="${escapeXml(this.#theme.background)}"/>`;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${round(width)}" height="${round(height)}"` +
      ` font-family="${escapeXml(this.#theme.font)}"><defs>${patterns}</defs>${ground}${this.#parts.join("\n")}</svg>`
    );
  }

  #paint(fill: string, line: Line | null): string {
    const filled = `fill="${fill === "" ? "none" : escapeXml(fill)}"`;
    if (line === null) return `${filled}${this.#opacity()}`;
    const dash = line.dash === undefined ? "" : ` stroke-dasharray="${line.dash.join(" ")}"`;
    return `${filled} stroke="${escapeXml(line.colour)}" stroke-width="${line.width}"${dash}${this.#opacity()}`;
  }

  #opacity(): string {
    return this.#alpha === 1 ? "" : ` opacity="${this.#alpha}"`;
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
