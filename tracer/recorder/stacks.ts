/**
 * Stacks within a budget.
 *
 * Only a stack can tell some things at once (who called, whether a promise is an async function's own), but one
 * costs 3 to 20 µs. So they are taken on a budget of time: small and slow programs are exact in everything, hot ones
 * pay once for a burst at their start, then about 1 % of a core, and are told the rest late.
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

/** What may be spent at once, and how fast that comes back. */
const BURST_US = 64_000;
const PER_SECOND_US = 10_000;

/** What is made of a stack costs about as much again as taking it. */
const COST_FACTOR = 2;

/** A single one is charged no more than this: the clock also runs while the process waits for a processor. */
const CHARGE_AT_MOST_US = 12;

export class Stacks {
  readonly #clock: Clock;
  #budgetUs = BURST_US;
  #filledAtUs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Plenty of budget is left: stacks that would only be nice to have may be taken. */
  get plenty(): boolean {
    return this.#budgetUs > BURST_US / 2;
  }

  /**
   * The innermost `limit` frames outside of `below` (a function on the stack), or null when the budget is spent.
   */
  take(limit: number, below: unknown): NodeJS.CallSite[] | null {
    if (this.#budgetUs <= 0) {
      this.#refill();
      if (this.#budgetUs <= 0) return null;
    }
    const startUs = this.#clock.read();
    const callSites = takeCallSites(limit + 1, below);
    // Node's own dispatcher stands between the engine and us while the program uses hooks as well.
    if (callSites[0]?.getFileName() === DISPATCHER) callSites.shift();
    else callSites.length = Math.min(callSites.length, limit);
    this.#budgetUs -= Math.min(CHARGE_AT_MOST_US, COST_FACTOR * (this.#clock.read() - startUs));
    return callSites;
  }

  /** As `take`, whatever the budget: for places that are asked late, a few at a time. */
  takeAlways(limit: number, below: unknown): NodeJS.CallSite[] {
    return takeCallSites(limit, below);
  }

  #refill(): void {
    const now = this.#clock.nowUs;
    const earnedUs = ((now - this.#filledAtUs) / 1e6) * PER_SECOND_US;
    this.#budgetUs = Math.min(BURST_US, this.#budgetUs + earnedUs);
    this.#filledAtUs = now;
  }
}
