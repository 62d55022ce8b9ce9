/** The axis, and the small map of the whole run. */
import { duration } from "../common/words.js";
import { AXIS, MAP, type Ground } from "./ground.js";
import type { TimeWindow } from "./raster.js";
import { ticksOf, type View } from "./window.js";

export function drawAxis(ground: Ground, view: View): void {
  const { context, theme, gutter, room } = ground;
  const { ticks } = ticksOf(view, ground.timeWidth);
  context.font = `11px ${theme.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const tick of ticks) {
    const x = Math.round(ground.xOf(tick, view)) + 0.5;
    if (x < gutter) continue;
    context.fillStyle = theme.border;
    context.globalAlpha = 0.5;
    context.fillRect(x, AXIS - 6, 1, room + 6);
    context.globalAlpha = 1;
    context.fillStyle = theme.dim;
    context.fillText(tickWords(tick, ticks), x + 4, AXIS / 2);
  }
  context.fillStyle = theme.border;
  context.fillRect(0, AXIS - 1, ground.width, 1);
  context.fillRect(gutter - 1, 0, 1, AXIS + room);
}

/** @param whole of the run; its pixels are there already */
export function drawMap(ground: Ground, view: View, whole: TimeWindow): void {
  const { context, theme, gutter, width } = ground;
  const top = ground.height - MAP;
  context.fillStyle = theme.border;
  context.fillRect(0, top - 1, width, 1);
  context.fillStyle = theme.dim;
  context.font = `11px ${theme.font}`;
  context.textAlign = "left";
  ground.text(`whole run · ${duration(whole.toUs - whole.fromUs)}`, 12, top + MAP / 2, gutter - 20);
  const xOf = (timeUs: number): number => Math.min(width, Math.max(gutter, ground.xOf(timeUs, whole)));
  const [x1, x2] = [xOf(view.fromUs), xOf(view.toUs)];
  context.fillStyle = theme.background;
  context.globalAlpha = 0.6;
  context.fillRect(gutter, top + 3, x1 - gutter, MAP - 6);
  context.fillRect(x2, top + 3, width - x2, MAP - 6);
  context.globalAlpha = 1;
  context.strokeStyle = theme.focus;
  context.lineWidth = 1.5;
  context.strokeRect(x1 + 0.75, top + 3, Math.max(3, x2 - x1 - 1.5), MAP - 6);
}

function tickWords(tick: number, ticks: readonly number[]): string {
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  if (step >= 1e6) return `${tick / 1e6} s`;
  if (step >= 1e3) return tick >= 1e6 ? `${(tick / 1e6).toFixed(3)} s` : `${tick / 1e3} ms`;
  return tick >= 1e6 ? `${(tick / 1e6).toFixed(6)} s` : `${(tick / 1e3).toFixed(3)} ms`;
}
