/** Boxes, and what is said in and on them. */
import { REASONS } from "../wire/states.js";
import type { Theme } from "../common/theme.js";
import { count, rate } from "../common/words.js";
import type { Spot } from "./layout.js";
import { DETAIL_FROM, DETAIL_SIZE, NAME_SIZE, NEAR_FROM, TEXT_FROM, type Look } from "./look.js";
import type { Pen } from "./pen.js";
import type { Node } from "./scene.js";

export function drawNode(pen: Pen, node: Node, { x, y }: Spot, look: Look): void {
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
