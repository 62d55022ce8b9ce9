/**
 * Stacks within a budget.
 *
 * Only a stack can tell some things at once (who called, whether a promise is an async function's own), but one
 * costs 3 to 9 µs. So they are taken while a token bucket has tokens: small and slow programs are exact in
 * everything, hot ones pay about 1 % of a core and are told the rest later.
 *
 * Stacks are taken in a realm of their own, where `Error.prepareStackTrace` and `stackTraceLimit` are ours: the
 * program's `Error` is never touched.
 */
import { runInNewContext } from "node:vm";
import type { Clock } from "./clock.js";

type TakeCallSites = (limit: number, below: unknown) => NodeJS.CallSite[];

const takeCallSites = runInNewContext(`
  Error.prepareStackTrace = (error, callSites) => callSites;
  (limit, below) => {
    Error.stackTraceLimit = limit;
    const holder = {};
    Error.captureStackTrace(holder, below);
    return holder.stack;
  }
`) as TakeCallSites;

const DISPATCHER = "node:internal/promise_hooks";

const BURST = 8192;
const PER_SECOND = 2000;

export class Stacks {
  readonly #clock: Clock;
  #tokens = BURST;
  #filledAtUs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Plenty of budget is left: stacks that would only be nice to have may be taken. */
  get plenty(): boolean {
    return this.#tokens > BURST / 2;
  }

  /**
   * The innermost `limit` frames outside of `below` (a function on the stack), or null when the budget is spent.
   */
  take(limit: number, below: unknown): NodeJS.CallSite[] | null {
    if (this.#tokens < 1) {
      this.#refill();
      if (this.#tokens < 1) return null;
    }
    this.#tokens--;
    const callSites = takeCallSites(limit + 1, below);
    // Node's own dispatcher stands between the engine and us while the program uses hooks as well.
    if (callSites[0]?.getFileName() === DISPATCHER) callSites.shift();
    else callSites.length = Math.min(callSites.length, limit);
    return callSites;
  }

  /** As `take`, whatever the budget: for places that are asked late, a few at a time. */
  takeAlways(limit: number, below: unknown): NodeJS.CallSite[] {
    return takeCallSites(limit, below);
  }

  #refill(): void {
    const now = this.#clock.nowUs;
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#filledAtUs) / 1e6) * PER_SECOND);
    this.#filledAtUs = now;
  }
}
