/**
 * Stacks within a budget.
 *
 * Only a stack can tell some things at once (who called, whether a promise is an async function's own), but one
 * costs 5 to 30 µs. So they are taken on a budget of time: small and slow programs are exact in everything, hot ones
 * pay once for a burst at their start, then about 1 % of a core, and are told the rest late. The budget grows with
 * the time that the program had, running or idle: one that must wait for a processor earns nothing meanwhile.
 *
 * Stacks are taken in a realm of their own, where `Error.prepareStackTrace` and `stackTraceLimit` are ours: the
 * program's `Error` is never touched.
 */
import { performance } from "node:perf_hooks";
import { runInNewContext } from "node:vm";
import type { Clock } from "./clock.js";

// Taken before the program can replace them.
const cpuUsage = process.cpuUsage.bind(process);
const idleMs = performance.eventLoopUtilization.bind(performance);

type TakeCallSites = (limit: number, below: unknown) => NodeJS.CallSite[];

const takeCallSites = runInNewContext(
  `
  Error.prepareStackTrace = (error, callSites) => callSites;
  (limit, below) => {
    Error.stackTraceLimit = limit;
    const holder = {};
    Error.captureStackTrace(holder, below);
    return holder.stack;
  }
`,
  undefined,
  // So that a debugger that steps passes over this with the rest of the tracer.
  { filename: __filename },
) as TakeCallSites;

const DISPATCHER = "node:internal/promise_hooks";

/** What may be spent at once, and how fast that comes back: for anything worth knowing. */
const BURST_US = 40_000;
const PER_SECOND_US = 4000;

/** The same for what would otherwise be guessed, and wrongly: one frame tells an await from a `then`. */
const RESERVE_BURST_US = 32_000;
const RESERVE_PER_SECOND_US = 3000;

/**
 * The same for where everything begins: the evaluation of modules, and what the event loop calls. It is spent by nothing
 * else, so that the main flow is known as such in a program that is hot before its first line.
 */
const ROOT_BURST_US = 16_000;
const ROOT_PER_SECOND_US = 1000;

/** The same for what a promise waits for: without it a timer is told as something that nothing known will settle. */
const PROMISE_BURST_US = 16_000;
const PROMISE_PER_SECOND_US = 1000;

/** What is made of a stack costs about as much again as taking it. */
const COST_FACTOR = 2;

/** A single one is charged no more than this: the clock also runs while the process waits for a processor. */
const CHARGE_AT_MOST_US = 48;

/** No whole number, as what is counted later: the engine compiles code for fields that were so far, and anew. */
const FRACTION = 0.5;

/** Time that may be spent: a bucket that fills at a rate. */
class Budget {
  leftUs: number;
  readonly #burstUs: number;
  readonly #perSecondUs: number;
  #filledAtUs = FRACTION;
  /** Once spent it stays so until then: knowing every tenth thing is worse than knowing none, or all. */
  #spentUntilUs = FRACTION;

  constructor(burstUs: number, perSecondUs: number) {
    this.leftUs = (this.#burstUs = burstUs) + FRACTION;
    this.#perSecondUs = perSecondUs;
  }

  allows(nowUs: number): boolean {
    return nowUs >= this.#spentUntilUs && (this.leftUs > 0 || this.#fills(nowUs));
  }

  #fills(nowUs: number): boolean {
    const ownUs = ownTimeUs();
    this.leftUs += Math.min(this.#burstUs, ((ownUs - this.#filledAtUs) / 1e6) * this.#perSecondUs);
    this.#filledAtUs = ownUs;
    const missingUs = this.#burstUs / 16 - this.leftUs;
    if (missingUs <= 0) return true;
    this.#spentUntilUs = nowUs + (missingUs / this.#perSecondUs) * 1e6;
    return false;
  }
}

/** Time that the process had so far: that in which it ran, and that in which it had nothing to do. */
function ownTimeUs(): number {
  const { user, system } = cpuUsage();
  return user + system + idleMs().idle * 1000;
}

export class Stacks {
  readonly #clock: Clock;
  readonly #budget = new Budget(BURST_US, PER_SECOND_US);
  readonly #reserve = new Budget(RESERVE_BURST_US, RESERVE_PER_SECOND_US);
  readonly #root = new Budget(ROOT_BURST_US, ROOT_PER_SECOND_US);
  readonly #promise = new Budget(PROMISE_BURST_US, PROMISE_PER_SECOND_US);

  /** The last stack had Node's dispatcher of promise hooks on it: somebody else has hooks as well. */
  dispatched = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `take` would take one. */
  get affordable(): boolean {
    return this.#budget.allows(this.#clock.nowUs);
  }

  /** Plenty of budget is left: stacks that would only be nice to have may be taken. */
  get plenty(): boolean {
    return this.#budget.leftUs > BURST_US / 4;
  }

  /**
   * The innermost `limit` frames outside of `below` (a function on the stack), or null when the budget is spent.
   */
  take(limit: number, below: unknown): NodeJS.CallSite[] | null {
    return this.#spend(this.#budget, limit, below);
  }

  /** The same outside of all calls that are known, when the budget is spent. */
  takeAtRoot(limit: number, below: unknown): NodeJS.CallSite[] | null {
    return this.#spend(this.#root, limit, below);
  }

  /** The same where something is made that a promise may wait for: it has a budget of its own when that is spent. */
  takeForPromise(limit: number, below: unknown): NodeJS.CallSite[] | null {
    return this.#spend(this.#budget, limit, below) ?? this.#spend(this.#promise, limit, below);
  }

  /** The innermost frame, where not to know it is to guess: the budget's reserve serves as well. */
  takeTop(below: unknown): NodeJS.CallSite | undefined {
    return (this.#spend(this.#budget, 1, below) ?? this.#spend(this.#reserve, 1, below))?.[0];
  }

  #spend(budget: Budget, limit: number, below: unknown): NodeJS.CallSite[] | null {
    if (!budget.allows(this.#clock.nowUs)) return null;
    const startUs = this.#clock.read();
    const callSites = takeCallSites(limit + 1, below);
    // Node's own dispatcher stands between the engine and us while the program uses hooks as well.
    this.dispatched = callSites[0]?.getFileName() === DISPATCHER;
    if (this.dispatched) callSites.shift();
    else callSites.length = Math.min(callSites.length, limit);
    budget.leftUs -= Math.min(CHARGE_AT_MOST_US, COST_FACTOR * (this.#clock.read() - startUs));
    return callSites;
  }

  /** As `take`, whatever the budget: for places that are asked late, a few at a time. */
  takeAlways(limit: number, below: unknown): NodeJS.CallSite[] {
    return takeCallSites(limit, below);
  }
}
