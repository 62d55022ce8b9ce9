/** The timeline on its canvas: names, axis, lanes, arrows, and the small map of everything below. */
import { opOfState, reasonOf } from "../wire/states.js";
import type { Theme } from "../common/theme.js";
import { duration } from "../common/words.js";
import type { Arrow } from "./arrows.js";
import { ALL, laneAt, type Lane } from "./lanes.js";
import { Raster, type TimeWindow } from "./raster.js";
import type { Store } from "./store.js";
import type { Tiles } from "./tiles.js";
import { ticksOf, type View } from "./window.js";

export const AXIS = 26;
export const MAP = 42;
/** Of the names; beside an editor there is less of everything. */
const GUTTER = 190;
const NARROW_GUTTER = 124;
const NARROW = 640;
const MAP_GAP = 8;
const LANE_GAP = 5;

/** Time of a frame that may go into making tiles. */
const WORK_MS = 4;

/** Spans that are wide enough bear a word; so many in a lane. */
const WORDS_FROM_PX = 54;
const WORDS_AT_MOST = 60;

export interface Scene {
  readonly store: Store;
  readonly tiles: Tiles;
  readonly view: View;
  readonly lanes: readonly Lane[];
  readonly selected: string | null;
  readonly hovered: string | null;
  /** Of the selected lane. */
  readonly span: TimeWindow | null;
  readonly range: TimeWindow | null;
  readonly arrows: readonly Arrow[];
  /** A moment of the past that all is shown as of; null: now. */
  readonly cursorUs: number | null;
}

export class Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #raster = new Raster();
  readonly #mapRaster = new Raster();
  #theme: Theme;
  #scale = 1;
  width = 1;
  height = 1;

  constructor(context: CanvasRenderingContext2D, theme: Theme) {
    this.#context = context;
    this.#theme = theme;
    this.setTheme(theme);
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#raster.setTheme(theme);
    this.#mapRaster.setTheme(theme);
  }

  resize(width: number, height: number, scale: number): void {
    Object.assign(this, { width, height });
    this.#scale = scale;
  }

  /** What is left of the height for lanes. */
  get room(): number {
    return Math.max(1, this.height - AXIS - MAP - MAP_GAP);
  }

  get gutter(): number {
    return this.width < NARROW ? NARROW_GUTTER : GUTTER;
  }

  get timeWidth(): number {
    return Math.max(1, this.width - this.gutter);
  }

  xOf(timeUs: number, window: TimeWindow): number {
    return this.gutter + ((timeUs - window.fromUs) / (window.toUs - window.fromUs)) * this.timeWidth;
  }

  timeAt(x: number, window: TimeWindow): number {
    return window.fromUs + ((x - this.gutter) / this.timeWidth) * (window.toUs - window.fromUs);
  }

  /** All of the run, for the small map. */
  whole({ store }: Scene): TimeWindow {
    const fromUs = Number.isFinite(store.fromUs) ? store.fromUs : 0;
    return { fromUs, toUs: Math.max(fromUs + 1000, store.nowUs) };
  }

  /** Returns whether all of it is as it should be; else it is to be drawn again. */
  draw(scene: Scene): boolean {
    const { tiles, view, lanes } = scene;
    const context = this.#context;
    const scale = this.#scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = this.#theme.background;
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
    tiles.beginFrame();
    this.#raster.begin(Math.round(this.timeWidth * scale), Math.round(this.room * scale));
    const shown = this.#shown(lanes, view.scroll);
    for (const { id, top, height, kind } of shown) {
      const inset = kind === "site" ? LANE_GAP : 4;
      const y = Math.round((top - view.scroll + inset) * scale);
      this.#raster.lane(tiles, id, view, y, Math.round((height - inset - 2) * scale));
    }
    this.#raster.show(context, Math.round(this.gutter * scale), Math.round(AXIS * scale));
    this.#drawMapPixels(scene);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#drawNames(scene, shown);
    this.#drawWords(scene, shown);
    this.#drawAxis(view);
    this.#drawMarks(scene);
    this.#drawArrows(scene);
    this.#drawMap(scene);
    return tiles.work(WORK_MS);
  }

  #shown(lanes: readonly Lane[], scroll: number): Lane[] {
    const first = laneAt(lanes, Math.max(0, scroll));
    const shown: Lane[] = [];
    for (let i = first === undefined ? 0 : lanes.indexOf(first); i < lanes.length; i++) {
      const lane = lanes[i];
      if (lane === undefined || lane.top > scroll + this.room) break;
      shown.push(lane);
    }
    return shown;
  }

  #clipLanes(): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(0, AXIS, this.width, this.room);
    context.clip();
  }

  #drawNames({ view, selected, hovered }: Scene, shown: readonly Lane[]): void {
    const context = this.#context;
    this.#clipLanes();
    context.textBaseline = "middle";
    for (const { id, label, detail, kind, top, height, open } of shown) {
      const y = AXIS + top - view.scroll;
      if (id === selected || id === hovered) {
        context.fillStyle = this.#theme.selection;
        context.fillRect(0, y, this.gutter - 6, height);
      }
      if (id === selected) {
        context.fillStyle = this.#theme.focus;
        context.fillRect(0, y, 2, height);
      }
      context.fillStyle = this.#theme.foreground;
      if (kind === "site") {
        drawTwistie(context, 13, y + height / 2, open);
        context.font = `13px ${this.#theme.font}`;
        const width = this.#text(
          label,
          24,
          y + height / 2,
          detail === "" ? this.gutter - 34 : this.gutter - 74,
        );
        context.fillStyle = this.#theme.dim;
        context.font = `11px ${this.#theme.font}`;
        this.#text(detail, 24 + width + 8, y + height / 2 + 0.5, this.gutter - 24 - width - 20);
      } else {
        context.font = `12px ${this.#theme.font}`;
        this.#text(label, 38, y + height / 2, this.gutter - 48);
      }
    }
    context.restore();
  }

  /** Returns how wide it is; cut to its room. */
  #text(text: string, x: number, y: number, room: number): number {
    if (text === "" || room < 12) return 0;
    const context = this.#context;
    context.textAlign = "left";
    let shown = text;
    let width = context.measureText(shown).width;
    while (width > room && shown.length > 2) {
      shown = `${shown.slice(0, Math.max(1, Math.floor((shown.length - 1) * (room / width))))}…`;
      width = context.measureText(shown).width;
      if (shown.length <= 2) break;
    }
    context.fillText(shown, x, y);
    return width;
  }

  #drawWords({ store, view }: Scene, shown: readonly Lane[]): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(this.gutter, AXIS, this.timeWidth, this.room);
    context.clip();
    context.font = `11px ${this.#theme.font}`;
    const usOfWords = (WORDS_FROM_PX / this.timeWidth) * view.lengthUs;
    for (const { id, kind, top, height } of shown) {
      const tasks =
        kind === "site" ? store.tasksOfSite.get(Number(id.slice(1))) : [store.tasks.get(Number(id.slice(1)))];
      const task = tasks?.length === 1 ? tasks[0] : undefined;
      if (task === undefined) continue;
      const y = AXIS + top - view.scroll + height / 2 + 1;
      let seen = 0;
      for (let at = Math.max(0, store.changeAt(task, view.fromUs)); seen++ < WORDS_AT_MOST; at++) {
        const span = store.spanAt(task, at);
        if (span === null || span.fromUs > view.toUs) break;
        const [from, to] = [Math.max(span.fromUs, view.fromUs), Math.min(span.toUs, view.toUs)];
        if (to - from < usOfWords || reasonOf(span.state) < 0) continue;
        const primitive = store.primitives.get(span.primitive);
        const words = [opOfState(span.state) ?? "running", primitive?.name ?? ""].filter(Boolean).join(" ");
        const [x1, x2] = [this.xOf(from, view), this.xOf(to, view)];
        this.#label(words, x1 + 5, y, x2 - x1 - 10);
      }
    }
    context.restore();
  }

  /** On a ground of its own, so that it is read on any pattern. */
  #label(words: string, x: number, y: number, room: number): void {
    const context = this.#context;
    const width = Math.min(room, context.measureText(words).width);
    context.fillStyle = this.#theme.background;
    context.globalAlpha = 0.8;
    context.fillRect(x - 3, y - 7, width + 6, 14);
    context.globalAlpha = 1;
    context.fillStyle = this.#theme.foreground;
    this.#text(words, x, y, room);
  }

  #drawAxis(view: View): void {
    const context = this.#context;
    const { ticks } = ticksOf(view, this.timeWidth);
    context.font = `11px ${this.#theme.font}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    for (const tick of ticks) {
      const x = Math.round(this.xOf(tick, view)) + 0.5;
      if (x < this.gutter) continue;
      context.fillStyle = this.#theme.border;
      context.globalAlpha = 0.5;
      context.fillRect(x, AXIS - 6, 1, this.room + 6);
      context.globalAlpha = 1;
      context.fillStyle = this.#theme.dim;
      context.fillText(tickWords(tick, ticks), x + 4, AXIS / 2);
    }
    context.fillStyle = this.#theme.border;
    context.fillRect(0, AXIS - 1, this.width, 1);
    context.fillRect(this.gutter - 1, 0, 1, AXIS + this.room);
  }

  #drawMarks({ view, range, span, lanes, selected, cursorUs }: Scene): void {
    const context = this.#context;
    if (range !== null) {
      const [x1, x2] = [Math.max(this.gutter, this.xOf(range.fromUs, view)), this.xOf(range.toUs, view)];
      if (x2 > this.gutter) {
        context.fillStyle = this.#theme.focus;
        context.globalAlpha = 0.16;
        context.fillRect(x1, AXIS, x2 - x1, this.room);
        context.globalAlpha = 1;
        context.fillRect(x1, 0, 1, AXIS + this.room);
        context.fillRect(x2, 0, 1, AXIS + this.room);
      }
    }
    const lane = lanes.find(({ id }) => id === selected);
    if (span !== null && lane !== undefined) {
      this.#clipLanes();
      const [x1, x2] = [
        Math.max(this.gutter, this.xOf(span.fromUs, view)),
        Math.min(this.width, this.xOf(span.toUs, view)),
      ];
      context.strokeStyle = this.#theme.foreground;
      context.lineWidth = 2;
      if (x2 >= this.gutter)
        context.strokeRect(x1, AXIS + lane.top - view.scroll + 3, Math.max(2, x2 - x1), lane.height - 4);
      context.restore();
    }
    if (cursorUs !== null) {
      const x = this.xOf(cursorUs, view);
      context.fillStyle = this.#theme.foreground;
      if (x >= this.gutter) context.fillRect(x - 0.5, 0, 1.5, AXIS + this.room);
    }
  }

  #drawArrows({ arrows, lanes, view, store }: Scene): void {
    if (arrows.length === 0) return;
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(this.gutter, AXIS, this.timeWidth, this.room);
    context.clip();
    const middleOf = (id: string): number | null => {
      const own = lanes.find((lane) => lane.id === id);
      const site = store.tasks.get(Number(id.slice(1)))?.site;
      const lane = own ?? lanes.find((one) => one.id === `s${site ?? -1}`);
      return lane === undefined ? null : AXIS + lane.top - view.scroll + lane.height / 2;
    };
    for (const { kind, from, to, timeUs, certain } of arrows) {
      const [y1, y2] = [middleOf(from), middleOf(to)];
      const x = this.xOf(timeUs, view);
      if (y1 === null || y2 === null || x < this.gutter - 40 || x > this.width + 40) continue;
      const colour = kind === "start" ? this.#theme.foreground : this.#theme.reasons.receive;
      drawArrow(context, x, y1, y2, colour, this.#theme.background, certain);
    }
    context.restore();
  }

  #drawMapPixels(scene: Scene): void {
    const scale = this.#scale;
    this.#mapRaster.begin(Math.round(this.timeWidth * scale), Math.round((MAP - 8) * scale));
    this.#mapRaster.lane(scene.tiles, ALL, this.whole(scene), 0, Math.round((MAP - 8) * scale));
    this.#mapRaster.show(
      this.#context,
      Math.round(this.gutter * scale),
      Math.round((this.height - MAP + 4) * scale),
    );
  }

  #drawMap(scene: Scene): void {
    const context = this.#context;
    const whole = this.whole(scene);
    const top = this.height - MAP;
    context.fillStyle = this.#theme.border;
    context.fillRect(0, top - 1, this.width, 1);
    context.fillStyle = this.#theme.dim;
    context.font = `11px ${this.#theme.font}`;
    context.textAlign = "left";
    this.#text(`whole run · ${duration(whole.toUs - whole.fromUs)}`, 12, top + MAP / 2, this.gutter - 20);
    const [x1, x2] = [scene.view.fromUs, scene.view.toUs].map((time) =>
      Math.min(this.width, Math.max(this.gutter, this.xOf(time, whole))),
    ) as [number, number];
    context.fillStyle = this.#theme.background;
    context.globalAlpha = 0.6;
    context.fillRect(this.gutter, top + 3, x1 - this.gutter, MAP - 6);
    context.fillRect(x2, top + 3, this.width - x2, MAP - 6);
    context.globalAlpha = 1;
    context.strokeStyle = this.#theme.focus;
    context.lineWidth = 1.5;
    context.strokeRect(x1 + 0.75, top + 3, Math.max(3, x2 - x1 - 1.5), MAP - 6);
  }
}

function tickWords(tick: number, ticks: readonly number[]): string {
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  if (step >= 1e6) return `${tick / 1e6} s`;
  if (step >= 1e3) return tick >= 1e6 ? `${(tick / 1e6).toFixed(3)} s` : `${tick / 1e3} ms`;
  return tick >= 1e6 ? `${(tick / 1e6).toFixed(6)} s` : `${(tick / 1e3).toFixed(3)} ms`;
}

function drawTwistie(context: CanvasRenderingContext2D, x: number, y: number, open: boolean): void {
  const points = open ? [-4, -2, 4, -2, 0, 3] : [-2, -4, 3, 0, -2, 4];
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) context.lineTo(x + (points[i] ?? 0), y + (points[i + 1] ?? 0));
  context.fill();
}

function drawArrow(
  context: CanvasRenderingContext2D,
  x: number,
  y1: number,
  y2: number,
  colour: string,
  ground: string,
  certain: boolean,
): void {
  const down = y2 >= y1 ? 1 : -1;
  const line = (): void => {
    context.beginPath();
    context.moveTo(x, y1);
    context.lineTo(x, y2 - down * 6);
    context.stroke();
  };
  context.setLineDash([]);
  context.strokeStyle = ground;
  context.lineWidth = 5;
  line();
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  if (!certain) context.setLineDash([4, 3]);
  line();
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y1, 3, 0, 2 * Math.PI);
  context.moveTo(x, y2);
  context.lineTo(x - 5, y2 - down * 9);
  context.lineTo(x + 5, y2 - down * 9);
  context.fill();
}
