/**
 * Which call's code held up the event loop: the stretches of code that began since the last turn, and when. A hot
 * program begins too many to read the clock for each; of those after the first few only the last is known.
 */
import { performance } from "node:perf_hooks";
import type { WireFrame } from "../wire/index.js";
import type { ActiveCall } from "./active-call.js";

/** A turn's worth of clock readings: a few microseconds in 20 ms. */
const TIMED = 64;

const readMs = performance.now.bind(performance);

export interface Section {
  readonly call: ActiveCall;
  /** The await from which it went on, or the place that made the call. */
  readonly site: WireFrame | null;
}

export class Sections {
  readonly #calls: (ActiveCall | null)[] = [];
  readonly #sites: (WireFrame | null)[] = [];
  readonly #startsMs: number[] = [];
  #count = 0;
  #turnedAtMs = readMs();

  /** @param site The await from which it goes on; null in a first section. */
  began(call: ActiveCall, site: WireFrame | null): void {
    // The last place is that of all further ones.
    const at = Math.min(this.#count, TIMED - 1);
    this.#calls[at] = call;
    this.#sites[at] = site;
    if (this.#count >= TIMED) return;
    this.#startsMs[at] = readMs();
    this.#count++;
  }

  /** The one that took longest; null when it was other code, of which nothing is known. */
  longest(): Section | null {
    const nowMs = readMs();
    let longest = -1;
    let longestMs = (this.#startsMs[0] ?? nowMs) - this.#turnedAtMs;
    if (this.#count === 0) return null;
    for (let i = 0; i < this.#count; i++) {
      const endMs = i + 1 < this.#count ? (this.#startsMs[i + 1] ?? nowMs) : nowMs;
      const tookMs = endMs - (this.#startsMs[i] ?? nowMs);
      if (tookMs <= longestMs) continue;
      longest = i;
      longestMs = tookMs;
    }
    const call = this.#calls[longest] ?? null;
    return call === null ? null : { call, site: this.#sites[longest] ?? call.created[0] ?? null };
  }

  /** When the one began that runs, if one does; null when that is not known. */
  get lastStartMs(): number | null {
    // The last place is of several, of which the first was timed.
    return this.#count === TIMED ? null : (this.#startsMs[this.#count - 1] ?? null);
  }

  /** The loop turned: what began before is over. */
  turned(): void {
    for (let i = 0; i < this.#count; i++) this.#calls[i] = this.#sites[i] = null;
    this.#count = 0;
    this.#turnedAtMs = readMs();
  }
}
