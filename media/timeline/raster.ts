/**
 * Lanes as pixels. A thousand lanes of strips one pixel wide would be a million rectangles for the canvas; written into
 * memory they take a few milliseconds, and always the same.
 */
import { reasonPatterns } from "../common/patterns.js";
import type { Theme } from "../common/theme.js";
import { BINS, KINDS, type Tile, type Tiles } from "./tiles.js";

const TILE_PX = 8;

export interface TimeWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

export class Raster {
  #image = new ImageData(1, 1);
  #pixels = new Uint32Array(1);
  #ground = 0;
  /** Of each reason 8 × 8 pixels. */
  #inks: Uint32Array[] = [];
  readonly #sums = new Float64Array(KINDS);

  setTheme(theme: Theme): void {
    this.#ground = pixelOf(theme.background);
    this.#inks = reasonPatterns(theme).map((ink) => tileOf(ink, theme.background));
  }

  begin(width: number, height: number): void {
    if (this.#image.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(Math.max(1, width), Math.max(1, height));
      this.#pixels = new Uint32Array(this.#image.data.buffer);
    }
    this.#pixels.fill(this.#ground);
  }

  show(context: CanvasRenderingContext2D, left: number, top: number): void {
    context.putImageData(this.#image, left, top);
  }

  /**
   * A lane: for each pixel how many of its tasks do what, as a stack of the lane's height.
   * @param tasks how many fill the height; 0: as many as there are at the time
   */
  lane(tiles: Tiles, name: string, window: TimeWindow, top: number, height: number, tasks: number): void {
    const { width } = this.#image;
    const perPx = (window.toUs - window.fromUs) / width;
    const level = Math.max(0, Math.floor(Math.log2(perPx)));
    const binUs = 2 ** level;
    const phase = Math.round(window.fromUs / perPx);
    let tile: Tile | null = null;
    let index = NaN;
    for (let x = 0; x < width; x++) {
      const fromUs = window.fromUs + x * perPx;
      const toUs = fromUs + perPx;
      if (toUs <= 0) continue;
      const first = Math.max(0, Math.floor(fromUs / binUs));
      const last = Math.max(first, Math.ceil(toUs / binUs) - 1);
      this.#sums.fill(0);
      let total = 0;
      for (let bin = first; bin <= last; bin++) {
        const tileIndex = Math.floor(bin / BINS);
        if (tileIndex !== index) {
          index = tileIndex;
          tile = tiles.get(name, level, tileIndex);
        }
        if (tile === null) continue;
        total += this.#sum(tile, bin, level);
      }
      if (total <= 0) continue;
      const whole = tasks === 0 ? total : tasks * binUs * (last - first + 1);
      this.#column(x, phase, top, height, Math.max(whole, total));
    }
  }

  #sum({ bins, level: its, index }: Tile, bin: number, level: number): number {
    // A tile that stands in is coarser: its bin holds the time of several.
    const up = 2 ** (its - level);
    const at = (Math.floor(bin / up) - index * BINS) * KINDS;
    let total = 0;
    for (let kind = 0; kind < KINDS; kind++) {
      const us = (bins[at + kind] ?? 0) / up;
      this.#sums[kind] = (this.#sums[kind] ?? 0) + us;
      total += us;
    }
    return total;
  }

  #column(x: number, phase: number, top: number, height: number, whole: number): void {
    const { width } = this.#image;
    const end = Math.min(top + height, this.#image.height);
    let y = top + height;
    let filled = 0;
    const column = (x + phase) & (TILE_PX - 1);
    for (let kind = 0; kind < KINDS; kind++) {
      const us = this.#sums[kind] ?? 0;
      if (us <= 0) continue;
      filled += us;
      const upTo = Math.round(top + height - (filled / whole) * height);
      const ink = this.#inks[kind];
      if (ink === undefined) continue;
      for (y--; y >= upTo; y--) {
        if (y < end && y >= 0) this.#pixels[y * width + x] = ink[(y & (TILE_PX - 1)) * TILE_PX + column] ?? 0;
      }
      y++;
    }
  }
}

function contextOf(size: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser has no canvas");
  return context;
}

function tileOf(ink: CanvasPattern | string, background: string): Uint32Array {
  const context = contextOf(TILE_PX);
  for (const fill of [background, ink]) {
    context.fillStyle = fill;
    context.fillRect(0, 0, TILE_PX, TILE_PX);
  }
  return new Uint32Array(context.getImageData(0, 0, TILE_PX, TILE_PX).data.buffer);
}

function pixelOf(colour: string): number {
  return tileOf(colour, colour)[0] ?? 0;
}
