import { Told, type ActiveCall } from "./active-call.js";
import { Fifo } from "./fifo.js";

/** A call that is younger than this is not worth telling: most are over before. */
export const YOUNG_US = 10_000;

/** Calls that one turn tells of: some 1 ms of the program's time. */
const TOLD_PER_TURN = 1000;

/** So many may wait for a turn before those that are over are let go. */
const COMPACT_AT = 1024;

/**
 * The calls of which something is new, in the order in which it became so, each but once; and, after them, those that
 * are told but whose places could not be asked yet. Of a hundred thousand tasks that wait there are very many, and what
 * happens now must not come behind them.
 */
export class ChangedCalls {
  readonly #calls = new Fifo<ActiveCall>();
  /** Some of them may have news by now, and stand above. */
  readonly #postponed = new Fifo<ActiveCall>();
  #compactAt = COMPACT_AT;

  get isEmpty(): boolean {
    return this.#calls.length === 0 && this.#postponed.length === 0;
  }

  /** One that is not `queued` yet. */
  add(call: ActiveCall): void {
    call.queued = true;
    call.postponed = false;
    if (this.#calls.length >= this.#compactAt) this.#compact();
    this.#calls.push(call);
  }

  /** To be asked when there is nothing newer to ask; until then what it waits for is held alive. */
  postpone(call: ActiveCall): void {
    if (call.queued || call.postponed) return;
    call.postponed = true;
    this.#postponed.push(call);
  }

  takeAll(): ActiveCall[] {
    const calls = this.rest();
    this.#calls.replace([]);
    this.#postponed.replace([]);
    for (const call of calls) call.queued = call.postponed = false;
    return calls;
  }

  /** Those that are left for good. */
  rest(): ActiveCall[] {
    return [...this.#calls.items(), ...this.#postponed.items().filter((call) => call.postponed)];
  }

  /**
   * Not those that have only begun, nor more than a turn can tell: a hundred thousand tasks take some seconds. What
   * changed after one that has only begun is left to the next turn as well, unread: there may be very many.
   */
  takeSome(nowUs: number): ActiveCall[] {
    const taken: ActiveCall[] = [];
    for (let call = this.#calls.front; call !== undefined; call = this.#calls.front) {
      const untold = call.told === Told.nothing;
      const young = untold && !call.ended && nowUs - call.startedUs < YOUNG_US;
      if (young || taken.length >= TOLD_PER_TURN) break;
      this.#calls.shift();
      call.queued = false;
      if (!untold || !call.ended) taken.push(call);
    }
    return taken;
  }

  /** At most so many of those that are to be asked when there is nothing newer, the first ones first. */
  takePostponed(atMost: number): ActiveCall[] {
    const taken: ActiveCall[] = [];
    while (taken.length < atMost && this.#postponed.length > 0) {
      const call = this.#postponed.shift();
      if (call?.postponed !== true) continue;
      call.postponed = false;
      taken.push(call);
    }
    return taken;
  }

  /** While a program runs nothing but microtasks no turn comes: what began and ended since the last is let go. */
  #compact(): void {
    const news = this.#calls.items().filter((call) => {
      call.queued = !call.ended || call.told !== Told.nothing;
      return call.queued;
    });
    this.#calls.replace(news);
    this.#compactAt = Math.max(COMPACT_AT, 2 * news.length);
  }
}
