/** What the layers of the timeline are drawn on: where time and lanes are, and in which colours. */
import type { Theme } from "../common/theme.js";
import type { TimeWindow } from "./raster.js";

export const AXIS = 26;
export const MAP = 42;
/** Of the names; beside an editor there is less of everything. */
const GUTTER = 190;
const NARROW_GUTTER = 124;
const NARROW = 640;
const MAP_GAP = 8;

export class Ground {
  readonly context: CanvasRenderingContext2D;
  theme: Theme;
  /** Pixels of the screen for one of the page. */
  scale = 1;
  width = 1;
  height = 1;

  constructor(context: CanvasRenderingContext2D, theme: Theme) {
    this.context = context;
    this.theme = theme;
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

  /** Draws nothing outside of the lanes, nor, with `spansAlone`, on their names. */
  withinLanes(spansAlone: boolean, draw: () => void): void {
    const { context } = this;
    const left = spansAlone ? this.gutter : 0;
    context.save();
    context.beginPath();
    context.rect(left, AXIS, this.width - left, this.room);
    context.clip();
    draw();
    context.restore();
  }

  /** Returns how wide it is; cut to its room. */
  text(text: string, x: number, y: number, room: number): number {
    if (text === "" || room < 12) return 0;
    const { context } = this;
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
}
