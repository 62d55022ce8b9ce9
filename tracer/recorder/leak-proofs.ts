/**
 * When to force collections, so that whoever can never go on is proved while the rest of the program goes on.
 *
 * One collection is not enough: the engine itself may hold the last promise of a finished section for a while, and
 * a call that got stuck after the last one needs another. So collections follow each other at growing distances
 * while nothing changes, begin anew when something does, and take a twentieth of the time at most.
 */
import { clearTimeout, setTimeout } from "node:timers";
import { performance } from "node:perf_hooks";
import type { Calls } from "./calls.js";
import type { Collections } from "./collections.js";
import { collectGarbage } from "./garbage.js";

const SOONEST_MS = 100;
const LATEST_MS = 5000;

/** A collection that took 10 ms is followed by none for 200. */
const TIMES_ITS_COST = 20;

const readMs = performance.now.bind(performance);

export class LeakProofs {
  readonly #calls: Calls;
  readonly #collections: Collections;
  #timer: NodeJS.Timeout | null = null;
  #distanceMs = SOONEST_MS;
  #lastCostMs = 0;
  /** Something changed since the last collection. */
  #fresh = false;

  constructor(calls: Calls, collections: Collections) {
    this.#calls = calls;
    this.#collections = collections;
  }

  /** Something changed: whoever is stuck since then is not proved yet. */
  readonly somethingChanged = (): void => {
    if (this.#fresh) return;
    this.#fresh = true;
    this.#distanceMs = SOONEST_MS;
    this.#schedule();
  };

  /** A last collection, when nothing of the program will run any more. */
  proveNow(): void {
    this.#calls.muted++;
    try {
      collectGarbage();
      this.#collections.sweep();
    } finally {
      this.#calls.muted--;
    }
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #collect = (): void => {
    const startedMs = readMs();
    this.proveNow();
    this.#fresh = false;
    this.#lastCostMs = readMs() - startedMs;
    this.#distanceMs = Math.min(LATEST_MS, 2 * this.#distanceMs);
    this.#schedule();
  };

  #schedule(): void {
    this.stop();
    this.#calls.muted++;
    try {
      const afterMs = Math.max(this.#distanceMs, TIMES_ITS_COST * this.#lastCostMs);
      this.#timer = setTimeout(this.#collect, afterMs);
      this.#timer.unref();
    } finally {
      this.#calls.muted--;
    }
  }
}
