/**
 * Which promise will be settled by what is created now: the one whose executor is running. A timer, a listener, a
 * connection that is made within `new Promise((resolve) => ...)` is what that promise waits for.
 *
 * That an executor runs is seen on a stack alone. Where the promise was born with a stack, anything below its executor
 * counts. In a program too hot for that, the promise is the last one that was born, of which nothing is known, and only
 * what the executor itself creates counts: further down, it may be the own promise of a call.
 */
import { isBuiltin, isInternal } from "./call-sites.js";
import type { Calls } from "./calls.js";
import type { Origin } from "./node.js";
import type { Stacks } from "./stacks.js";

/** How far up a stack the executor of a `new Promise` is looked for. */
const EXECUTOR_FRAMES = 16;

/** Where Node makes the promise just before the resource, without an executor (24 and later). */
const PROMISED_TIMERS = "node:timers/promises";
const PROMISED_FRAMES = 6;

export class Executors {
  readonly #calls: Calls;
  readonly #stacks: Stacks;

  constructor(calls: Calls, stacks: Stacks) {
    this.#calls = calls;
    this.#stacks = stacks;
  }

  /** An executor may be running. */
  get mayRun(): boolean {
    return this.#calls.constructing !== null || this.#calls.bornLast !== null;
  }

  /**
   * The promise whose executor calls `below`, a function on the stack; null if there is none.
   *
   * @param isWanted is asked before a stack is paid for
   */
  running(below: unknown, isWanted: (origin: Origin) => boolean): Origin | null {
    const { constructing } = this.#calls;
    if (constructing === null) return this.#bornLast(below);
    if (!isWanted(constructing)) return null;
    return isInsideExecutor(this.#stacks.takeForPromise(EXECUTOR_FRAMES, below)) ? constructing : null;
  }

  #bornLast(below: unknown): Origin | null {
    const promise = this.#calls.bornLast;
    if (promise === null || !isExecutor(this.#stacks.takeForPromise(EXECUTOR_FRAMES, below))) return null;
    return this.#calls.constructs(promise);
  }
}

function isInsideExecutor(callSites: readonly NodeJS.CallSite[] | null): boolean {
  return callSites !== null && (callSites.some(isPromiseConstructor) || isPromisedTimer(callSites));
}

/** The innermost function of the program is an executor. */
function isExecutor(callSites: readonly NodeJS.CallSite[] | null): boolean {
  if (callSites === null) return false;
  const innermost = callSites.findIndex((site) => !isInternal(site) && !isBuiltin(site));
  const caller = callSites[innermost + 1];
  if (innermost >= 0 && caller !== undefined && isPromiseConstructor(caller)) return true;
  return isPromisedTimer(innermost < 0 ? callSites : callSites.slice(0, innermost));
}

function isPromiseConstructor(site: NodeJS.CallSite): boolean {
  return isBuiltin(site) && site.getFunctionName() === "Promise";
}

function isPromisedTimer(callSites: readonly NodeJS.CallSite[]): boolean {
  return callSites.slice(0, PROMISED_FRAMES).some((site) => site.getFileName() === PROMISED_TIMERS);
}
