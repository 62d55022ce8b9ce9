/**
 * The picture. What is in trouble is told by shape first and by colour second: who waits at a channel stands behind a bar,
 * on a dashed line; what waits for ever has a cross; a ring is a double line.
 */
import { REASONS } from "../wire/states.js";
import type { Theme } from "../common/theme.js";
import { count, rate } from "../common/words.js";
import type { Spot } from "./layout.js";
import type { Pen } from "./pen.js";
import type { Link, Node, Scene } from "./scene.js";
import { curveOf, middleOf } from "./ways.js";

export interface Look {
  readonly theme: Theme;
  /** Below some zoom text is only noise. */
  readonly zoom: number;
  readonly selected: string | null;
  readonly hovered: string | null;
  /** Boxes that a search names; null without a search. */
  readonly found: ReadonlySet<string> | null;
  /** What is on screen, in the picture's own measure. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const TEXT_FROM = 0.3;
/** From here on there is room for all of the words. */
const NEAR_FROM = 0.78;
const DETAIL_FROM = 0.16;

const NAME_SIZE = 13;
const DETAIL_SIZE = 11;

export function draw(pen: Pen, scene: Scene, spots: ReadonlyMap<string, Spot>, look: Look): void {
  const lit = look.hovered ?? look.selected;
  const far = look.zoom < DETAIL_FROM ? new Map<string, number[]>() : null;
  for (const link of scene.links) {
    const [a, b] = [spots.get(link.from), spots.get(link.to)];
    const [from, to] = [scene.nodes.get(link.from), scene.nodes.get(link.to)];
    if (a === undefined || b === undefined || from === undefined || to === undefined) continue;
    if (Math.max(a.x, b.x) + 130 < look.left || Math.min(a.x, b.x) - 130 > look.right) continue;
    if (Math.max(a.y, b.y) + 130 < look.top || Math.min(a.y, b.y) - 130 > look.bottom) continue;
    const near = lit !== null && (link.from === lit || link.to === lit);
    if (link.quiet && !near) continue;
    if (far !== null && !near) {
      const colour = linkColour(link, look.theme);
      const points = far.get(colour);
      if (points === undefined) far.set(colour, [a.x, a.y, b.x, b.y]);
      else points.push(a.x, a.y, b.x, b.y);
      continue;
    }
    pen.strength(lit === null || near ? 1 : 0.3);
    drawLink(pen, link, from, to, a, b, look);
  }
  if (far !== null) {
    pen.strength(lit === null ? 1 : 0.3);
    for (const [colour, points] of far) pen.segments(points, { colour, width: 1 / look.zoom });
  }
  for (const [id, node] of scene.nodes) {
    const spot = spots.get(id);
    if (spot === undefined) continue;
    if (spot.x + node.width < look.left || spot.x - node.width > look.right) continue;
    if (spot.y + node.height < look.top || spot.y - node.height > look.bottom) continue;
    pen.strength(look.found !== null && !look.found.has(id) ? 0.2 : node.over ? 0.55 : 1);
    drawNode(pen, node, spot, look);
  }
  pen.strength(1);
}

function drawNode(pen: Pen, node: Node, { x, y }: Spot, look: Look): void {
  const { theme, zoom } = look;
  const left = x - node.width / 2;
  const top = y - node.height / 2;
  const selected = look.selected === node.id;
  const border = node.stuck > 0 ? theme.error : node.slowest ? theme.warning : theme.border;
  const width = node.stuck > 0 || node.slowest ? 2 : 1;
  const line = { colour: border, width, ...(node.stuck > 0 ? { dash: [5, 3] } : {}) };
  if (zoom < DETAIL_FROM) {
    pen.box(left, top, node.width, node.height, 0, farColour(node, theme), null);
    return;
  }
  if (selected)
    pen.box(left - 4, top - 4, node.width + 8, node.height + 8, radiusOf(node) + 4, "", {
      colour: theme.focus,
      width: 2,
    });
  const fill = look.hovered === node.id ? theme.selection : theme.raised;
  if (node.shape === "lock") pen.shape(cutCorners(left, top, node.width, node.height), fill, line);
  else pen.box(left, top, node.width, node.height, radiusOf(node), fill, line);
  // Several of a kind look like a pile.
  if (node.count > 1 && zoom >= TEXT_FROM && node.shape !== "channel") {
    pen.box(left + 6, top - 3, node.width - 12, 3, 0, border, null);
  }
  if (node.shape === "channel") drawFill(pen, node, left, top, theme);
  if (node.shape !== "channel" && node.shape !== "lock" && node.shape !== "other") {
    drawShares(pen, node, left, top + node.height - 9);
  }
  if (zoom >= TEXT_FROM) drawWords(pen, node, left, top, look);
}

function radiusOf({ shape, height }: Node): number {
  return shape === "channel" ? height / 2 : shape === "task" ? 3 : 5;
}

function farColour(node: Node, theme: Theme): string {
  if (node.stuck > 0) return theme.error;
  if (node.slowest) return theme.warning;
  const most = node.shares.indexOf(Math.max(...node.shares));
  return node.shares.length > 0 ? theme.reasons[REASONS[most] ?? "running"] : theme.dim;
}

/** Octagons: as on a sign that tells to stop. */
function cutCorners(left: number, top: number, width: number, height: number): number[] {
  const cut = 10;
  const [right, bottom] = [left + width, top + height];
  return [
    ...[left + cut, top, right - cut, top, right, top + cut, right, bottom - cut],
    ...[right - cut, bottom, left + cut, bottom, left, bottom - cut, left, top + cut],
  ];
}

function drawShares(pen: Pen, { shares, width }: Node, left: number, top: number): void {
  let at = left + 8;
  const room = width - 16;
  shares.forEach((share, reason) => {
    if (share <= 0) return;
    pen.bar(at, top, share * room, 5, reason);
    at += share * room;
  });
}

/** A buffer as its cells while they are few, else as a level; without a buffer a slit. */
function drawFill(pen: Pen, node: Node, left: number, top: number, theme: Theme): void {
  const { capacity, length, width, height } = node;
  const [x, y, room] = [left + 18, top + height - 12, width - 36];
  if (capacity === null || capacity === 0) {
    pen.box(x, y + 2, room, 1.5, 0, theme.dim, null);
    return;
  }
  const full = length >= capacity;
  const colour = full ? theme.warning : theme.reasons.receive;
  if (capacity <= 12) {
    const cell = (room - (capacity - 1) * 2) / capacity;
    for (let i = 0; i < capacity; i++) {
      const filled = i < length;
      pen.box(x + i * (cell + 2), y, cell, 5, 1, filled ? colour : "", {
        colour: filled ? colour : theme.dim,
        width: 1,
      });
    }
    return;
  }
  pen.box(x, y, room, 5, 1, "", { colour: theme.dim, width: 1 });
  pen.box(x, y, (room * Math.min(length, capacity)) / capacity, 5, 1, colour, null);
}

function drawWords(pen: Pen, node: Node, left: number, top: number, { theme, zoom }: Look): void {
  if (zoom < NEAR_FROM) {
    drawNameAlone(pen, node, left, top, theme, zoom);
    return;
  }
  const inset = node.shape === "channel" ? 18 : node.shape === "lock" ? 14 : 10;
  const room = node.width - 2 * inset;
  const many = node.count > 1 ? `×${count(node.count)}` : "";
  const speed = node.rate > 0 ? rate(node.rate) : "";
  const right = many === "" ? speed : many;
  const rightRoom = right === "" ? 0 : right.length * 7 + 6;
  pen.text(node.label, left + inset, top + 14, {
    ...{ colour: theme.foreground, size: NAME_SIZE, bold: true, room: room - rightRoom },
  });
  if (right !== "") {
    const style = {
      colour: many === "" ? theme.dim : theme.foreground,
      size: DETAIL_SIZE,
      align: "right" as const,
    };
    pen.text(right, left + node.width - inset, top + 14, style);
  }
  const detail = many !== "" && speed !== "" ? `${node.detail} · ${speed}` : node.detail;
  pen.text(detail, left + inset, top + (node.shape === "channel" ? 27 : 31), {
    ...{ colour: theme.dim, size: DETAIL_SIZE, room },
  });
  const tag = tagOf(node);
  if (tag !== null) drawTag(pen, tag, left, top, node.stuck > 0 ? theme.error : theme.warning, theme);
}

/** From afar the name is all that there is room for, in letters that can still be read. */
function drawNameAlone(pen: Pen, node: Node, left: number, top: number, theme: Theme, zoom: number): void {
  const size = Math.min(24, (NAME_SIZE * 0.9) / zoom);
  const room = node.width - 16;
  const y = top + node.height / 2 - (node.shape === "channel" ? 4 : 5);
  const many = node.count > 1 ? ` ×${count(node.count)}` : "";
  const style = { colour: theme.foreground, size, bold: true, align: "center" as const, room };
  pen.text(node.label + many, left + node.width / 2, y, style);
  const tag = tagOf(node);
  if (tag === null) return;
  const colour = node.stuck > 0 ? theme.error : theme.warning;
  drawTag(pen, tag, left, top, colour, theme, size / NAME_SIZE);
}

function tagOf(node: Node): string | null {
  if (node.stuck > 0) {
    if (node.shape === "channel" || node.shape === "lock" || node.shape === "other") return null;
    return node.stuck > 1 ? `✕ ${count(node.stuck)} wait for ever` : "✕ waits for ever";
  }
  return node.slowest ? "▲ slowest stage" : null;
}

function drawTag(
  pen: Pen,
  text: string,
  left: number,
  top: number,
  colour: string,
  theme: Theme,
  scale = 1,
): void {
  const width = (text.length * 6.4 + 14) * scale;
  const height = 17 * scale;
  const y = top - 4 - height;
  pen.box(left, y, width, height, 3, colour, null);
  const style = { colour: theme.background, size: DETAIL_SIZE * scale, bold: true };
  pen.text(text, left + 7 * scale, y + height / 2 + 0.5, style);
}

function drawLink(pen: Pen, link: Link, from: Node, to: Node, a: Spot, b: Spot, look: Look): void {
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

function linkColour({ kind, waiting, stuck }: Link, theme: Theme): string {
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
