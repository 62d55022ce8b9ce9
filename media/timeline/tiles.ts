/**
 * How long the tasks of a lane did what, in bins of time: what a lane looks like at some zoom. As in a map, the bins are
 * made in tiles, for the zooms that are powers of two, when they are looked at, and kept. A picture takes as long to draw
 * as it is wide, however many spans are below; and making tiles is stopped after some milliseconds and goes on in the next
 * frame, with the coarser or older tile shown meanwhile.
 */
import { REASONS, reasonOf } from "../wire/states.js";
import type { Store, TaskLane } from "./store.js";

export const BINS = 256;
export const KINDS = REASONS.length;

const TILES_KEPT = 6000;

export interface Tile {
  readonly level: number;
  readonly index: number;
  /** Microseconds of tasks by bin and reason: `bins[bin * KINDS + reason]`. */
  readonly bins: Float32Array;
  /** What came later is not in it. */
  builtUs: number;
  stale: boolean;
  usedAt: number;
}

export class Tiles {
  readonly #store: Store;
  readonly #tasksOf: (lane: string) => readonly TaskLane[];
  readonly #lanes = new Map<string, Map<string, Tile>>();
  #count = 0;
  /** By key, in the order in which they are made. */
  #jobs = new Map<string, Job>();
  #wanted = new Set<string>();
  #frame = 0;

  constructor(store: Store, tasksOf: (lane: string) => readonly TaskLane[]) {
    this.#store = store;
    this.#tasksOf = tasksOf;
  }

  clear(): void {
    this.#lanes.clear();
    this.#jobs.clear();
    this.#count = 0;
  }

  /** @param fromUs from when on what is in a lane changed; undefined: it did not */
  changed(fromUs: (lane: string) => number | undefined): void {
    for (const [lane, tiles] of this.#lanes) {
      const from = fromUs(lane);
      if (from === undefined) continue;
      for (const tile of tiles.values()) {
        if ((tile.index + 1) * BINS * 2 ** tile.level > from) tile.stale = true;
      }
    }
  }

  beginFrame(): void {
    this.#frame++;
    this.#wanted = new Set();
    if (this.#count > TILES_KEPT) this.#dropUnused();
  }

  /** The tile, or what stands in for it until it is made; null where nothing is known yet. */
  get(lane: string, level: number, index: number): Tile | null {
    const tiles = this.#tilesOf(lane);
    const tile = tiles.get(`${level} ${index}`);
    if (tile !== undefined) tile.usedAt = this.#frame;
    if (tile === undefined || this.#isOld(tile)) this.#want(lane, level, index, tile === undefined);
    if (tile !== undefined) return tile;
    for (let up = 1; up <= 6; up++) {
      const coarser = tiles.get(`${level + up} ${Math.floor(index / 2 ** up)}`);
      if (coarser !== undefined) {
        coarser.usedAt = this.#frame;
        return coarser;
      }
    }
    return null;
  }

  /** Makes what was asked for in this frame, for so long. Returns whether all of it was there already. */
  work(budgetMs: number): boolean {
    for (const key of this.#jobs.keys()) if (!this.#wanted.has(key)) this.#jobs.delete(key);
    const untilMs = performance.now() + budgetMs;
    // What is not there at all comes before what is only old.
    const none = this.#jobs.size === 0;
    const jobs = [...this.#jobs.values()].sort((a, b) => Number(b.missing) - Number(a.missing));
    for (const job of jobs) {
      if (!job.run(untilMs)) return false;
      this.#jobs.delete(job.key);
      this.#put(job.lane, job.tile);
      if (performance.now() >= untilMs) break;
    }
    return none;
  }

  #isOld(tile: Tile): boolean {
    return (
      tile.stale ||
      (tile.builtUs < this.#store.nowUs && (tile.index + 1) * BINS * 2 ** tile.level > tile.builtUs)
    );
  }

  #want(lane: string, level: number, index: number, missing: boolean): void {
    const key = `${lane} ${level} ${index}`;
    if (this.#wanted.has(key)) return;
    this.#wanted.add(key);
    if (this.#jobs.has(key)) return;
    const finer = this.#ofFiner(lane, level, index);
    if (finer !== null) {
      this.#put(lane, finer);
      return;
    }
    const job = new Job(key, lane, level, index, this.#store, this.#tasksOf(lane), missing);
    this.#jobs.set(key, job);
  }

  /** Two tiles of the next finer zoom are one of this, if both are whole. */
  #ofFiner(lane: string, level: number, index: number): Tile | null {
    const tiles = this.#tilesOf(lane);
    const left = tiles.get(`${level - 1} ${index * 2}`);
    const right = tiles.get(`${level - 1} ${index * 2 + 1}`);
    if (left === undefined || right === undefined || this.#isOld(left) || this.#isOld(right)) return null;
    const tile = newTile(level, index, Math.min(left.builtUs, right.builtUs));
    [left, right].forEach(({ bins }, half) => {
      for (let bin = 0; bin < BINS; bin++) {
        const to = (half * (BINS / 2) + (bin >> 1)) * KINDS;
        for (let kind = 0; kind < KINDS; kind++) {
          tile.bins[to + kind] = (tile.bins[to + kind] ?? 0) + (bins[bin * KINDS + kind] ?? 0);
        }
      }
    });
    return tile;
  }

  #put(lane: string, tile: Tile): void {
    const tiles = this.#tilesOf(lane);
    const key = `${tile.level} ${tile.index}`;
    if (!tiles.has(key)) this.#count++;
    tile.usedAt = this.#frame;
    tiles.set(key, tile);
  }

  #tilesOf(lane: string): Map<string, Tile> {
    let tiles = this.#lanes.get(lane);
    if (tiles === undefined) {
      tiles = new Map();
      this.#lanes.set(lane, tiles);
    }
    return tiles;
  }

  #dropUnused(): void {
    for (const tiles of this.#lanes.values()) {
      for (const [key, tile] of tiles) {
        if (tile.usedAt >= this.#frame - 60) continue;
        tiles.delete(key);
        this.#count--;
      }
    }
  }
}

function newTile(level: number, index: number, builtUs: number): Tile {
  return { level, index, bins: new Float32Array(BINS * KINDS), builtUs, stale: false, usedAt: 0 };
}

/** So many spans between two looks at the clock. */
const SPANS_AT_ONCE = 2048;

/** One tile in the making. */
class Job {
  readonly key: string;
  readonly lane: string;
  readonly tile: Tile;
  readonly missing: boolean;
  readonly #store: Store;
  readonly #tasks: readonly TaskLane[];
  readonly #fromUs: number;
  readonly #width: number;
  /** Whole bins by where they begin and end: summed up at last. */
  readonly #steps = new Float32Array((BINS + 1) * KINDS);
  #task = 0;
  /** Where in the task's changes; -2 before it was looked for. */
  #at = -2;

  constructor(
    key: string,
    lane: string,
    level: number,
    index: number,
    store: Store,
    tasks: readonly TaskLane[],
    missing: boolean,
  ) {
    this.key = key;
    this.missing = missing;
    this.lane = lane;
    this.tile = newTile(level, index, store.nowUs);
    this.#store = store;
    this.#tasks = tasks;
    this.#width = 2 ** level;
    this.#fromUs = index * BINS * this.#width;
  }

  /** Returns whether it is done. */
  run(untilMs: number): boolean {
    const toUs = this.#fromUs + BINS * this.#width;
    let spans = 0;
    for (; this.#task < this.#tasks.length; this.#task++, this.#at = -2) {
      const lane = this.#tasks[this.#task];
      if (lane === undefined) continue;
      if (this.#at === -2) this.#at = Math.max(0, this.#store.changeAt(lane, this.#fromUs));
      for (; this.#at < lane.changes.length; this.#at++) {
        const change = lane.changes[this.#at] ?? 0;
        const from = this.#store.timeOf(change);
        if (from >= toUs) break;
        const next = lane.changes[this.#at + 1];
        this.#add(
          reasonOf(this.#store.stateOf(change)),
          from,
          next === undefined ? this.tile.builtUs : this.#store.timeOf(next),
        );
        if (++spans % SPANS_AT_ONCE === 0 && performance.now() > untilMs) {
          this.#at++;
          return false;
        }
      }
      if (++spans % SPANS_AT_ONCE === 0 && performance.now() > untilMs) {
        this.#task++;
        this.#at = -2;
        return false;
      }
    }
    this.#sumUp();
    return true;
  }

  #add(reason: number, fromUs: number, toUs: number): void {
    if (reason < 0) return;
    const from = Math.max(0, (fromUs - this.#fromUs) / this.#width);
    const to = Math.min(BINS, (toUs - this.#fromUs) / this.#width);
    if (to <= from) return;
    const { bins } = this.tile;
    const [first, last] = [Math.floor(from), Math.floor(to)];
    const add = (bin: number, share: number): void => {
      const at = bin * KINDS + reason;
      if (bin < BINS) bins[at] = (bins[at] ?? 0) + share * this.#width;
    };
    if (first === last) {
      add(first, to - from);
      return;
    }
    add(first, first + 1 - from);
    add(last, to - last);
    if (last <= first + 1) return;
    this.#step(first + 1, reason, 1);
    this.#step(last, reason, -1);
  }

  #step(bin: number, reason: number, by: number): void {
    const at = bin * KINDS + reason;
    this.#steps[at] = (this.#steps[at] ?? 0) + by;
  }

  #sumUp(): void {
    const { bins } = this.tile;
    for (let kind = 0; kind < KINDS; kind++) {
      let whole = 0;
      for (let bin = 0; bin < BINS; bin++) {
        const at = bin * KINDS + kind;
        whole += this.#steps[at] ?? 0;
        bins[at] = (bins[at] ?? 0) + whole * this.#width;
      }
    }
  }
}
