/** Links: how much goes along them, and who waits there. */
import type { Theme } from "../common/theme.js";
import { count } from "../common/words.js";
import type { Spot } from "./layout.js";
import { DETAIL_FROM, DETAIL_SIZE, TEXT_FROM, type Look } from "./look.js";
import type { Pen } from "./pen.js";
import type { Link, Node } from "./scene.js";
import { curveOf, middleOf } from "./ways.js";

export function drawLink(pen: Pen, link: Link, from: Node, to: Node, a: Spot, b: Spot, look: Look): void {
  const { theme, zoom } = look;
  const curve = curveOf(link, from, to, a, b);
  const colour = linkColour(link, theme);
  const width = link.stuck ? 2.5 : widthOf(link.rate);
  if (zoom < DETAIL_FROM) {
    pen.curve(curve, { colour, width: Math.max(1, 1 / zoom) });
    return;
  }
  if (link.ring) {
    // A double line: one, and the ground within.
    pen.curve(curve, { colour, width: 7 });
    pen.curve(curve, { colour: theme.background, width: 3 });
  } else pen.curve(curve, { colour, width, ...dashOf(link) });
  drawArrow(pen, curve[6], curve[7], curve[6] - curve[4], curve[7] - curve[5], colour, width);
  if (link.waiting > 0 && link.kind !== "start") drawBarrier(pen, link, curve, colour);
  if (zoom < TEXT_FROM) return;
  const middle = middleOf(curve);
  if (link.stuck && link.waiting > 0) drawCross(pen, middle, theme);
  else if (link.waiting > 1) drawWaiting(pen, link.waiting, middle, colour, theme);
}

export function linkColour({ kind, waiting, stuck }: Link, theme: Theme): string {
  if (stuck) return theme.error;
  if (kind === "hold") return theme.reasons.lock;
  if (waiting === 0 || kind === "start") return theme.dim;
  if (kind === "await") return theme.reasons.tasks;
  return theme.reasons[kind === "take" ? "lock" : kind === "send" ? "send" : "receive"];
}

/** Ten times the rate is a step. */
function widthOf(perSecond: number): number {
  return Math.min(7, 1.25 + 1.1 * Math.log10(1 + perSecond));
}

function dashOf({ kind, waiting, stuck }: Link): { dash?: readonly number[] } {
  if (stuck) return { dash: [9, 5] };
  if (kind === "start") return { dash: [1, 4] };
  if (kind === "hold") return {};
  return waiting > 0 ? { dash: [6, 4] } : {};
}

function drawArrow(
  pen: Pen,
  x: number,
  y: number,
  dx: number,
  dy: number,
  colour: string,
  width: number,
): void {
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const size = 6 + width;
  const half = 3 + width / 2;
  const [bx, by] = [x - ux * size, y - uy * size];
  pen.shape([x, y, bx - uy * half, by + ux * half, bx + uy * half, by - ux * half], colour, null);
}

/** On the side of who waits, right at the box that it waits at. */
function drawBarrier(pen: Pen, { kind }: Link, curve: readonly number[], colour: string): void {
  const atEnd = kind !== "receive";
  const [x = 0, y = 0] = atEnd ? curve.slice(6, 8) : curve.slice(0, 2);
  const side = atEnd
    ? Math.sign((curve[6] ?? 0) - (curve[4] ?? 0))
    : -Math.sign((curve[2] ?? 0) - (curve[0] ?? 0));
  const at = x - side * 14;
  pen.box(at - 1.5, y - 9, 3, 18, 0, colour, null);
}

function drawCross(pen: Pen, { x, y }: Spot, theme: Theme): void {
  pen.box(x - 9, y - 9, 18, 18, 9, theme.background, { colour: theme.error, width: 1.5 });
  const line = { colour: theme.error, width: 2 };
  pen.curve([x - 4, y - 4, x - 4, y - 4, x + 4, y + 4, x + 4, y + 4], line);
  pen.curve([x - 4, y + 4, x - 4, y + 4, x + 4, y - 4, x + 4, y - 4], line);
}

function drawWaiting(pen: Pen, waiting: number, { x, y }: Spot, colour: string, theme: Theme): void {
  const text = `${count(waiting)} wait`;
  const width = text.length * 6 + 12;
  pen.box(x - width / 2, y - 8, width, 16, 8, theme.background, { colour, width: 1 });
  pen.text(text, x, y, { colour: theme.foreground, size: DETAIL_SIZE, align: "center" });
}
