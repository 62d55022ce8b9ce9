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
  #inks = new Uint32Array(KINDS * TILE_PX * TILE_PX);
  /** Of each column of a lane up to where each reason is stacked, in pixels from below. */
  #stacks = new Uint8Array(KINDS);
  /** Which reason each column is at, while the rows are filled from below. */
  #kinds = new Uint8Array(1);

  setTheme(theme: Theme): void {
    this.#ground = pixelOf(theme.background);
    reasonPatterns(theme).forEach((ink, kind) => {
      this.#inks.set(tileOf(ink, theme.background), kind * TILE_PX * TILE_PX);
    });
  }

  begin(width: number, height: number): void {
    if (this.#image.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(Math.max(1, width), Math.max(1, height));
      this.#pixels = new Uint32Array(this.#image.data.buffer);
      this.#stacks = new Uint8Array(this.#image.width * KINDS);
      this.#kinds = new Uint8Array(this.#image.width);
    }
    this.#pixels.fill(this.#ground);
  }

  show(context: CanvasRenderingContext2D, left: number, top: number): void {
    context.putImageData(this.#image, left, top);
  }

  /** A lane: for each column how many of its tasks do what, as a stack of the lane's height. */
  lane(tiles: Tiles, name: string, window: TimeWindow, top: number, height: number): void {
    const perPx = (window.toUs - window.fromUs) / this.#image.width;
    this.#stack(tiles, name, window.fromUs, perPx, Math.min(255, height));
    this.#fill(top, Math.min(255, height), Math.round(window.fromUs / perPx));
  }

  /** Bins are as wide as a column or up to twice as wide, so that each column lies in one, and none is passed over. */
  #stack(tiles: Tiles, name: string, startUs: number, perPx: number, height: number): void {
    const { width } = this.#image;
    const stacks = this.#stacks;
    const level = Math.max(0, Math.ceil(Math.log2(perPx)));
    const binUs = 2 ** level;
    let tile: Tile | null = null;
    let index = NaN;
    let before = NaN;
    for (let x = 0; x < width; x++) {
      const at = x * KINDS;
      const bin = Math.floor((startUs + (x + 0.5) * perPx) / binUs);
      if (bin === before) {
        stacks.copyWithin(at, at - KINDS, at);
        continue;
      }
      before = bin;
      stacks.fill(0, at, at + KINDS);
      if (bin < 0) continue;
      const tileIndex = Math.floor(bin / BINS);
      if (tileIndex !== index) {
        index = tileIndex;
        tile = tiles.get(name, level, tileIndex);
      }
      if (tile !== null) stackBin(tile, Math.floor(bin / 2 ** (tile.level - level)), stacks, at, height);
    }
  }

  /** Row by row, as they lie in memory. */
  #fill(top: number, height: number, phase: number): void {
    const { width, height: room } = this.#image;
    const kinds = this.#kinds.fill(0);
    const [stacks, inks, pixels] = [this.#stacks, this.#inks, this.#pixels];
    for (let row = 0; row < height; row++) {
      const y = top + height - 1 - row;
      if (y < 0 || y >= room) continue;
      const ink = (y & (TILE_PX - 1)) * TILE_PX;
      for (let x = 0, to = y * width; x < width; x++, to++) {
        let kind = kinds[x] ?? 0;
        while (kind < KINDS && row >= (stacks[x * KINDS + kind] ?? 0)) kind++;
        kinds[x] = kind;
        if (kind === KINDS) continue;
        pixels[to] = inks[kind * TILE_PX * TILE_PX + ink + ((x + phase) & (TILE_PX - 1))] ?? 0;
      }
    }
  }
}

/** Nothing is nobody's: what little there is of a reason is seen when there is a pixel for it. */
function stackBin({ bins, index }: Tile, bin: number, stacks: Uint8Array, at: number, height: number): void {
  const from = (bin - index * BINS) * KINDS;
  let total = 0;
  for (let kind = 0; kind < KINDS; kind++) total += bins[from + kind] ?? 0;
  if (total <= 0) return;
  let sum = 0;
  for (let kind = 0; kind < KINDS; kind++) {
    sum += bins[from + kind] ?? 0;
    stacks[at + kind] = Math.round((sum / total) * height);
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
