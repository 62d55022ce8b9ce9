/** What is selected, and what leads to it and from it. */
import type { Arrow } from "./arrows.js";
import { AXIS, type Ground } from "./ground.js";
import type { Lane } from "./lanes.js";
import type { TimeWindow } from "./raster.js";
import type { Store } from "./store.js";
import type { View } from "./window.js";

/** An arrow that begins or ends a little outside is drawn as far as it is seen. */
const OUTSIDE_PX = 40;

const HEAD_PX = 9;
const HEAD_HALF_PX = 5;

const FAINT = 0.7;
const FAINT_HEAD_PX = 6;

export function drawRange(ground: Ground, view: View, range: TimeWindow): void {
  const { context, theme, gutter, room } = ground;
  const [x1, x2] = [Math.max(gutter, ground.xOf(range.fromUs, view)), ground.xOf(range.toUs, view)];
  if (x2 <= gutter) return;
  context.fillStyle = theme.focus;
  context.globalAlpha = 0.16;
  context.fillRect(x1, AXIS, x2 - x1, room);
  context.globalAlpha = 1;
  context.fillRect(x1, 0, 1, AXIS + room);
  context.fillRect(x2, 0, 1, AXIS + room);
}

export function drawSpan(ground: Ground, view: View, lane: Lane, span: TimeWindow): void {
  const { context, theme, gutter } = ground;
  ground.withinLanes(false, () => {
    const x1 = Math.max(gutter, ground.xOf(span.fromUs, view));
    const x2 = Math.min(ground.width, ground.xOf(span.toUs, view));
    context.strokeStyle = theme.foreground;
    context.lineWidth = 2;
    const y = AXIS + lane.top - view.scroll + 3;
    if (x2 >= gutter) context.strokeRect(x1, y, Math.max(2, x2 - x1), lane.height - 4);
  });
}

/** The moment of the past that all is shown as of. */
export function drawCursor({ context, theme, gutter, room }: Ground, x: number): void {
  context.fillStyle = theme.foreground;
  if (x >= gutter) context.fillRect(x - 0.5, 0, 1.5, AXIS + room);
}

export function drawArrows(
  ground: Ground,
  view: View,
  store: Store,
  lanes: readonly Lane[],
  arrows: readonly Arrow[],
): void {
  if (arrows.length === 0) return;
  const byId = new Map(lanes.map((lane) => [lane.id, lane]));
  const middleOf = (task: number): number | null => {
    const lane = byId.get(`t${task}`) ?? byId.get(`s${store.tasks.get(task)?.site ?? -1}`);
    return lane === undefined ? null : AXIS + lane.top - view.scroll + lane.height / 2;
  };
  ground.withinLanes(true, () => {
    for (const { kind, from, to, fromUs, toUs, certain, strong } of arrows) {
      const [y1, y2] = [middleOf(from), middleOf(to)];
      const [x1, x2] = [ground.xOf(fromUs, view), ground.xOf(toUs, view)];
      if (y1 === null || y2 === null) continue;
      if (x2 < ground.gutter - OUTSIDE_PX || x1 > ground.width + OUTSIDE_PX) continue;
      const { foreground, reasons } = ground.theme;
      const colour = kind === "start" ? foreground : reasons.receive;
      if (strong) drawArrow(ground, [x1, y1, x2, y2], colour, certain);
      else drawFaintArrow(ground, [x1, y1, x2, y2]);
    }
  });
}

/** Thin, in the colour of text: it leads across lanes of every colour. */
function drawFaintArrow({ context, theme }: Ground, [x1, y1, x2, y2]: Way): void {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [((x2 - x1) / length) * FAINT_HEAD_PX, ((y2 - y1) / length) * FAINT_HEAD_PX];
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.globalAlpha = FAINT;
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.moveTo(x2 - ux - uy / 2, y2 - uy + ux / 2);
  context.lineTo(x2, y2);
  context.lineTo(x2 - ux + uy / 2, y2 - uy - ux / 2);
  context.stroke();
  context.globalAlpha = 1;
}

type Way = readonly [x1: number, y1: number, x2: number, y2: number];

function drawArrow(
  { context, theme }: Ground,
  [x1, y1, x2, y2]: Way,
  colour: string,
  certain: boolean,
): void {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [bx, by] = [x2 - ux * HEAD_PX, y2 - uy * HEAD_PX];
  const line = (): void => {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(bx, by);
    context.stroke();
  };
  context.setLineDash([]);
  context.strokeStyle = theme.background;
  context.lineWidth = 5;
  line();
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  if (!certain) context.setLineDash([4, 3]);
  line();
  context.setLineDash([]);
  context.beginPath();
  context.arc(x1, y1, 3, 0, 2 * Math.PI);
  context.moveTo(x2, y2);
  context.lineTo(bx - uy * HEAD_HALF_PX, by + ux * HEAD_HALF_PX);
  context.lineTo(bx + uy * HEAD_HALF_PX, by - ux * HEAD_HALF_PX);
  context.fill();
}
