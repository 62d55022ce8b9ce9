/** The timeline on its canvas, one layer after the other: lanes as pixels, words, axis, marks, arrows, the small map. */
import type { Theme } from "../common/theme.js";
import type { Arrow } from "./arrows.js";
import { drawNames, drawWords } from "./draw-lanes.js";
import { drawArrows, drawCursor, drawRange, drawSpan } from "./draw-marks.js";
import { drawAxis, drawMap } from "./draw-time.js";
import { AXIS, Ground, MAP } from "./ground.js";
import { ALL, laneAt, type Lane } from "./lanes.js";
import { Raster, type TimeWindow } from "./raster.js";
import type { Store } from "./store.js";
import type { Tiles } from "./tiles.js";
import type { View } from "./window.js";

const LANE_GAP = 5;
const TASK_GAP = 4;
const MAP_MARGIN = 4;

/** Time of a frame that may go into making tiles. */
const WORK_MS = 4;

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
  readonly ground: Ground;
  readonly #raster = new Raster();
  readonly #mapRaster = new Raster();

  constructor(context: CanvasRenderingContext2D, theme: Theme) {
    this.ground = new Ground(context, theme);
    this.setTheme(theme);
  }

  setTheme(theme: Theme): void {
    this.ground.theme = theme;
    this.#raster.setTheme(theme);
    this.#mapRaster.setTheme(theme);
  }

  resize(width: number, height: number, scale: number): void {
    Object.assign(this.ground, { width, height, scale });
  }

  /** Returns whether all of it is as it should be; else it is to be drawn again. */
  draw(scene: Scene): boolean {
    const { ground } = this;
    const { store, tiles, view, lanes, range, span, selected, cursorUs } = scene;
    const { context, scale } = ground;
    const whole = store.whole;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = ground.theme.background;
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
    tiles.beginFrame();
    const shown = this.#shown(lanes, view.scroll);
    this.#fillLanes(tiles, view, shown);
    this.#fillMap(tiles, whole);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    drawNames(ground, view, shown, scene);
    drawWords(ground, store, view, shown);
    drawAxis(ground, view);
    if (range !== null) drawRange(ground, view, range);
    const lane = lanes.find(({ id }) => id === selected);
    if (span !== null && lane !== undefined) drawSpan(ground, view, lane, span);
    if (cursorUs !== null) drawCursor(ground, ground.xOf(cursorUs, view));
    drawArrows(ground, view, store, lanes, scene.arrows);
    drawMap(ground, view, whole);
    return tiles.work(WORK_MS);
  }

  #shown(lanes: readonly Lane[], scroll: number): Lane[] {
    const first = laneAt(lanes, Math.max(0, scroll));
    const shown: Lane[] = [];
    for (let i = first === undefined ? 0 : lanes.indexOf(first); i < lanes.length; i++) {
      const lane = lanes[i];
      if (lane === undefined || lane.top > scroll + this.ground.room) break;
      shown.push(lane);
    }
    return shown;
  }

  #fillLanes(tiles: Tiles, view: View, shown: readonly Lane[]): void {
    const { context, scale, timeWidth, room, gutter } = this.ground;
    this.#raster.begin(Math.round(timeWidth * scale), Math.round(room * scale));
    for (const { id, top, height, kind } of shown) {
      const inset = kind === "site" ? LANE_GAP : TASK_GAP;
      const y = Math.round((top - view.scroll + inset) * scale);
      this.#raster.lane(tiles, id, view, y, Math.round((height - inset - 2) * scale));
    }
    this.#raster.show(context, Math.round(gutter * scale), Math.round(AXIS * scale));
  }

  #fillMap(tiles: Tiles, whole: TimeWindow): void {
    const { context, scale, timeWidth, gutter, height } = this.ground;
    const high = Math.round((MAP - 2 * MAP_MARGIN) * scale);
    this.#mapRaster.begin(Math.round(timeWidth * scale), high);
    this.#mapRaster.lane(tiles, ALL, whole, 0, high);
    this.#mapRaster.show(
      context,
      Math.round(gutter * scale),
      Math.round((height - MAP + MAP_MARGIN) * scale),
    );
  }
}
