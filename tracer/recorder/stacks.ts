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
import { isBuiltin } from "./call-sites.js";
import type { Clock } from "./clock.js";

/** How far up a stack the executor of a `new Promise` is looked for. */
const EXECUTOR_FRAMES = 16;

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

/** What may be spent at once, and how fast that comes back: for anything worth knowing. */
const BURST_US = 20_000;
const PER_SECOND_US = 10_000;

/** The same for what would otherwise be guessed, and wrongly: one frame tells an await from a `then`. */
const RESERVE_BURST_US = 30_000;
const RESERVE_PER_SECOND_US = 10_000;

/** What is made of a stack costs about as much again as taking it. */
const COST_FACTOR = 2;

/** A single one is charged no more than this: the clock also runs while the process waits for a processor. */
const CHARGE_AT_MOST_US = 12;

/** Time that may be spent: a bucket that fills at a rate. */
class Budget {
  leftUs: number;
  readonly #burstUs: number;
  readonly #perSecondUs: number;
  #filledAtUs = 0;
  /** Once spent it stays so until then: knowing every tenth thing is worse than knowing none, or all. */
  #spentUntilUs = 0;

  constructor(burstUs: number, perSecondUs: number) {
    this.leftUs = this.#burstUs = burstUs;
    this.#perSecondUs = perSecondUs;
  }

  allows(nowUs: number): boolean {
    if (nowUs < this.#spentUntilUs) return false;
    if (this.leftUs > 0) return true;
    const earnedUs = ((nowUs - this.#filledAtUs) / 1e6) * this.#perSecondUs;
    this.leftUs = Math.min(this.#burstUs, this.leftUs + earnedUs);
    this.#filledAtUs = nowUs;
    const missingUs = this.#burstUs / 8 - this.leftUs;
    if (missingUs <= 0) return true;
    this.#spentUntilUs = nowUs + (missingUs / this.#perSecondUs) * 1e6;
    return false;
  }
}

export class Stacks {
  readonly #clock: Clock;
  readonly #budget = new Budget(BURST_US, PER_SECOND_US);
  readonly #reserve = new Budget(RESERVE_BURST_US, RESERVE_PER_SECOND_US);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Plenty of budget is left: stacks that would only be nice to have may be taken. */
  get plenty(): boolean {
    return this.#budget.leftUs > BURST_US / 2;
  }

  /**
   * The innermost `limit` frames outside of `below` (a function on the stack), or null when the budget is spent.
   */
  take(limit: number, below: unknown): NodeJS.CallSite[] | null {
    return this.#spend(this.#budget, limit, below);
  }

  /** The innermost frame, where not to know it is to guess: the budget's reserve serves as well. */
  takeTop(below: unknown): NodeJS.CallSite | undefined {
    return (this.#spend(this.#budget, 1, below) ?? this.#spend(this.#reserve, 1, below))?.[0];
  }

  /** Whether what runs outside of `below` was called by the executor of a `new Promise`, and by the program. */
  insideExecutor(below: unknown): boolean {
    const callSites = this.take(EXECUTOR_FRAMES, below);
    return callSites?.some((site) => isBuiltin(site) && site.getFunctionName() === "Promise") ?? false;
  }

  #spend(budget: Budget, limit: number, below: unknown): NodeJS.CallSite[] | null {
    if (!budget.allows(this.#clock.nowUs)) return null;
    const startUs = this.#clock.read();
    const callSites = takeCallSites(limit + 1, below);
    // Node's own dispatcher stands between the engine and us while the program uses hooks as well.
    if (callSites[0]?.getFileName() === DISPATCHER) callSites.shift();
    else callSites.length = Math.min(callSites.length, limit);
    budget.leftUs -= Math.min(CHARGE_AT_MOST_US, COST_FACTOR * (this.#clock.read() - startUs));
    return callSites;
  }

  /** As `take`, whatever the budget: for places that are asked late, a few at a time. */
  takeAlways(limit: number, below: unknown): NodeJS.CallSite[] {
    return takeCallSites(limit, below);
  }
}
