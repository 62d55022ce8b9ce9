/** The names of lanes, and the words on spans that have room for them. */
import { opOfState, reasonOf } from "../wire/states.js";
import { AXIS, type Ground } from "./ground.js";
import type { Lane } from "./lanes.js";
import { taskOf } from "./selection.js";
import type { Store } from "./store.js";
import type { View } from "./window.js";

/** Spans that are wide enough bear a word; so many in a lane. */
const WORDS_FROM_PX = 54;
const WORDS_AT_MOST = 60;

export interface Marked {
  readonly selected: string | null;
  readonly hovered: string | null;
}

/** Of a place in less room nothing could be read. */
const DETAIL_FROM_PX = 32;

export function drawNames(ground: Ground, view: View, shown: readonly Lane[], marked: Marked): void {
  ground.withinLanes(false, () => {
    ground.context.textBaseline = "middle";
    for (const lane of shown) drawName(ground, lane, AXIS + lane.top - view.scroll, marked);
  });
}

function drawName(ground: Ground, lane: Lane, y: number, { selected, hovered }: Marked): void {
  const { context, theme, gutter } = ground;
  const { id, label, detail, kind, height, open } = lane;
  if (id === selected || id === hovered) {
    context.fillStyle = theme.selection;
    context.fillRect(0, y, gutter - 6, height);
  }
  if (id === selected) {
    context.fillStyle = theme.focus;
    context.fillRect(0, y, 2, height);
  }
  context.fillStyle = theme.foreground;
  if (kind === "site") {
    drawTwistie(context, 13, y + height / 2, open);
    context.font = `13px ${theme.font}`;
    const width = ground.text(label, 24, y + height / 2, gutter - 34);
    // A name that is cut tells less than one without its place.
    if (gutter - 24 - width - 20 < DETAIL_FROM_PX) return;
    context.fillStyle = theme.dim;
    context.font = `11px ${theme.font}`;
    ground.text(detail, 24 + width + 8, y + height / 2 + 0.5, gutter - 24 - width - 20);
  } else {
    context.font = `12px ${theme.font}`;
    ground.text(label, 38, y + height / 2, gutter - 48);
  }
}

export function drawWords(ground: Ground, store: Store, view: View, shown: readonly Lane[]): void {
  const { context, theme } = ground;
  const usOfWords = (WORDS_FROM_PX / ground.timeWidth) * view.lengthUs;
  ground.withinLanes(true, () => {
    context.font = `11px ${theme.font}`;
    for (const { id, top, height } of shown) {
      const task = taskOf(store, id);
      if (task === null) continue;
      const y = AXIS + top - view.scroll + height / 2 + 1;
      let seen = 0;
      for (let at = Math.max(0, store.changeAt(task, view.fromUs)); seen++ < WORDS_AT_MOST; at++) {
        const span = store.spanAt(task, at);
        if (span === null || span.fromUs > view.toUs) break;
        const [from, to] = [Math.max(span.fromUs, view.fromUs), Math.min(span.toUs, view.toUs)];
        if (to - from < usOfWords || reasonOf(span.state) < 0) continue;
        const primitive = store.primitives.get(span.primitive);
        const words = [opOfState(span.state) ?? "running", primitive?.name ?? ""].filter(Boolean).join(" ");
        const [x1, x2] = [ground.xOf(from, view), ground.xOf(to, view)];
        drawLabel(ground, words, x1 + 5, y, x2 - x1 - 10);
      }
    }
  });
}

/** On a ground of its own, so that it is read on any pattern. */
function drawLabel(ground: Ground, words: string, x: number, y: number, room: number): void {
  const { context, theme } = ground;
  const width = Math.min(room, context.measureText(words).width);
  context.fillStyle = theme.background;
  context.globalAlpha = 0.8;
  context.fillRect(x - 3, y - 7, width + 6, 14);
  context.globalAlpha = 1;
  context.fillStyle = theme.foreground;
  ground.text(words, x, y, room);
}

function drawTwistie(context: CanvasRenderingContext2D, x: number, y: number, open: boolean): void {
  const points = open ? [-4, -2, 4, -2, 0, 3] : [-2, -4, 3, 0, -2, 4];
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) context.lineTo(x + (points[i] ?? 0), y + (points[i + 1] ?? 0));
  context.fill();
}
