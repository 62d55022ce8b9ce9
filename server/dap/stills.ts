/**
 * What a run looked like at some moments of it, for the time when nobody is left to read its recording: the slider goes
 * from one to the next. However long the run, there are only so many: when they are too many, every second one is let
 * go, and they are taken half as often from then on.
 */
import type { Still } from "./protocol.js";

const STILLS_AT_MOST = 64;
const FIRST_EVERY_MS = 50;

/** Of the adapter's time: of a big program each of them takes a while. */
const SHARE = 20;

/** In characters of JSON. It is read by VS Code's extension host, which others share. */
const TOLD_AT_MOST = 500_000;

export class Stills {
  #taken: { readonly still: Still; readonly size: number }[] = [];
  #everyMs = FIRST_EVERY_MS;
  #nextAtMs = 0;
  #notBeforeMs = 0;
  readonly #clockMs: () => number;

  constructor(clockMs = (): number => performance.now()) {
    this.#clockMs = clockMs;
  }

  /** @param atMs since the program's start */
  take(atMs: number, make: () => Still): void {
    const startedMs = this.#clockMs();
    if (atMs < this.#nextAtMs || startedMs < this.#notBeforeMs) return;
    const still = make();
    this.#taken.push({ still, size: JSON.stringify(still).length });
    if (this.#taken.length > STILLS_AT_MOST) {
      this.#taken = everySecond(this.#taken);
      this.#everyMs *= 2;
    }
    this.#nextAtMs = atMs + this.#everyMs;
    const tookMs = this.#clockMs() - startedMs;
    this.#notBeforeMs = startedMs + SHARE * tookMs;
  }

  /** As many as may be told, in the order of their times; none where already one is too large. */
  told(): Still[] {
    let told = this.#taken;
    while (told.reduce((sum, { size }) => sum + size, 0) > TOLD_AT_MOST) {
      told = told.length > 1 ? everySecond(told) : [];
    }
    return told.map(({ still }) => still);
  }
}

/** From the last one backwards. */
function everySecond<T>(all: readonly T[]): T[] {
  return all.filter((_, i) => (all.length - 1 - i) % 2 === 0);
}
