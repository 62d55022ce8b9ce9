/**
 * When to force collections, so that whoever can never go on is proved while the rest of the program goes on.
 *
 * One collection is not enough: the engine itself may hold the last promise of a finished section for a while, and
 * a call that got stuck after the last one needs another. So collections follow each other at growing distances
 * while nothing changes, and begin anew when something does.
 *
 * Without being asked for proofs the tracer forces very few: only where a call waits for what a collection could
 * prove, only in a small heap, where one takes some milliseconds, at most a hundredth of the time, and none any more
 * once a few have proved nothing. In a large heap the program's own collections serve.
 */
import { clearTimeout, setTimeout } from "node:timers";
import { performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import type { Calls } from "./calls.js";
import { collectGarbage } from "./garbage.js";

/** What a collection can prove something about. */
export interface Unproved {
  readonly hasUnproved: boolean;
  /** Looks what is gone, right after a collection. */
  sweep(): void;
}

/** How much of the program's time proofs may cost. */
export interface ProofPace {
  readonly soonestMs: number;
  readonly latestMs: number;
  /** Of the time, for good; and what may be spent at once. */
  readonly share: number;
  readonly burstMs: number;
  /** A larger heap is left alone. */
  readonly heapBytesAtMost: number;
  /** Collections that prove nothing until something changes. */
  readonly vainAtMost: number;
}

/** Somebody asked for proofs. */
export const ASKED_FOR: ProofPace = {
  soonestMs: 100,
  latestMs: 5000,
  share: 0.05,
  burstMs: 200,
  heapBytesAtMost: Infinity,
  vainAtMost: Infinity,
};

export const BY_ITSELF: ProofPace = {
  soonestMs: 200,
  latestMs: 2000,
  share: 0.01,
  burstMs: 40,
  heapBytesAtMost: 32 << 20,
  vainAtMost: 3,
};

/** Of the collections after a change, those that follow at once: the engine may let go only at the second. */
const FIRST = 2;

const ASKED_AT_MS = [1, 50, 250];

const readMs = performance.now.bind(performance);

export class LeakProofs {
  readonly #calls: Calls;
  readonly #unproved: readonly Unproved[];
  readonly #pace: ProofPace;
  #timer: NodeJS.Timeout | null = null;
  /** Since something changed. */
  #collected = 0;
  /** Time that may be spent, as of then. */
  #leftMs: number;
  #leftAtMs = readMs();
  /** Something changed since the last collection. */
  #fresh = false;

  constructor(calls: Calls, unproved: readonly Unproved[], pace: ProofPace) {
    this.#calls = calls;
    this.#unproved = unproved;
    this.#pace = pace;
    this.#leftMs = pace.burstMs;
  }

  /** Something changed: whoever is stuck since then is not proved yet. */
  readonly somethingChanged = (): void => {
    if (this.#fresh) return;
    this.#fresh = true;
    this.#collected = 0;
    this.#schedule();
  };

  get isHeapSmall(): boolean {
    return getHeapStatistics().used_heap_size <= this.#pace.heapBytesAtMost;
  }

  get hasUnproved(): boolean {
    return this.#unproved.some((one) => one.hasUnproved);
  }

  /** A last collection, when nothing of the program will run any more. */
  proveNow(): void {
    this.#calls.muted++;
    try {
      collectGarbage();
      for (const one of this.#unproved) one.sweep();
    } finally {
      this.#calls.muted--;
    }
  }

  /**
   * Somebody has asked, whatever it costs. One collection is not enough: what a section of the program held that has
   * just run may be let go of only when that is over.
   */
  readonly proveSoon = (): void => {
    this.#calls.muted++;
    try {
      for (const ms of ASKED_AT_MS) setTimeout(() => this.proveNow(), ms).unref();
    } finally {
      this.#calls.muted--;
    }
  };

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #turn = (): void => {
    this.#timer = null;
    this.#fresh = false;
    if (!this.hasUnproved || !this.isHeapSmall) return;
    const startedMs = readMs();
    this.proveNow();
    this.#collected++;
    this.#earn();
    this.#leftMs -= readMs() - startedMs;
    if (this.#collected < this.#pace.vainAtMost) this.#schedule();
  };

  #schedule(): void {
    this.stop();
    this.#calls.muted++;
    try {
      this.#timer = setTimeout(this.#turn, this.#waitMs());
      this.#timer.unref();
    } finally {
      this.#calls.muted--;
    }
  }

  #waitMs(): number {
    const { soonestMs, latestMs, share } = this.#pace;
    this.#earn();
    const growing =
      this.#collected < FIRST ? soonestMs : Math.min(latestMs, soonestMs * 2 ** this.#collected);
    return Math.max(growing, -this.#leftMs / share);
  }

  #earn(): void {
    const nowMs = readMs();
    const { burstMs, share } = this.#pace;
    this.#leftMs = Math.min(burstMs, this.#leftMs + (nowMs - this.#leftAtMs) * share);
    this.#leftAtMs = nowMs;
  }
}
