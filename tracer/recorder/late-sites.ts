/**
 * The await's place, asked late.
 *
 * V8 keeps, with each pending promise, what reacts to it, and walks that when it captures a stack: from a
 * microtask whose own promise leads nowhere but to P, the captured stack continues with the function that awaits
 * P, and its callers that await it in turn. `Promise.all` called on a constructor that returns P makes such a
 * microtask without touching P. It answers only where exactly one thing awaits P. A query costs 10 to 60 µs.
 */
import { frameOf, isBuiltin } from "./call-sites.js";
import type { ForeignHooks } from "./foreign-hooks.js";
import type { Stacks } from "./stacks.js";
import type { Calls } from "./calls.js";
import type { WireFrame } from "../wire/index.js";

// Taken before the program can replace them, and before our own proxies are there. Called by `Reflect.apply`.
/* eslint-disable @typescript-eslint/unbound-method */
const all = Promise.all;
const then = Promise.prototype.then;
/* eslint-enable @typescript-eslint/unbound-method */
const resolved = Promise.resolve();

/** What reacts to this has no promise of its own, so nobody's hooks hear of it: its constructor makes a plain object. */
class Unheard extends Promise<undefined> {
  static override get [Symbol.species](): PromiseConstructor {
    return NoPromise as unknown as PromiseConstructor;
  }
}
const nothing = {};
function NoPromise(executor: Executor): object {
  executor(ignore, ignore);
  return nothing;
}
const unheard = Unheard.resolve(undefined);

type Executor = (resolve: () => void, reject: () => void) => void;

const FRAMES = 16;

export class LateSites {
  readonly #calls: Calls;
  readonly #stacks: Stacks;
  readonly #foreignHooks: ForeignHooks;

  constructor(calls: Calls, stacks: Stacks, foreignHooks: ForeignHooks) {
    this.#calls = calls;
    this.#stacks = stacks;
    this.#foreignHooks = foreignHooks;
  }

  /**
   * Calls back in a microtask with the place of the one await on `promise`, or null when V8 cannot tell. Not at all
   * where a program watches promises itself: it would count the two that a question takes.
   */
  ask(promise: object, answer: (site: WireFrame | null) => void): void {
    if (this.#foreignHooks.present) return;
    this.#mute(() => {
      const inside = Reflect.apply(then, resolved, [
        () => this.#mute(() => answer(this.#awaitingFrame())),
      ]) as object;
      const leadsTo = function (executor: Executor): object {
        executor(ignore, ignore);
        return promise;
      };
      // The program may have put a `then` of its own on all promises: it is not to see this one.
      leadsTo.resolve = (): unknown => ({
        then: (...reactions: unknown[]): unknown => Reflect.apply(then, inside, reactions) as unknown,
      });
      void Reflect.apply(all, leadsTo, [[undefined]]);
    });
  }

  /** Calls back in a microtask after the answers to all earlier questions. */
  afterAnswers(done: () => void): void {
    void Reflect.apply(then, unheard, [() => this.#mute(done)]);
  }

  #awaitingFrame(): WireFrame | null {
    const callSites = this.#stacks.takeAlways(FRAMES, undefined);
    // The first asynchronous frame is our own `Promise.all`; what follows awaits the promise.
    const ours = callSites.findIndex((callSite) => callSite.isPromiseAll());
    const awaiting = callSites.slice(ours + 1).find((callSite) => !isBuiltin(callSite));
    if (ours < 0 || awaiting === undefined) return null;
    const frame = frameOf(awaiting);
    return frame.line > 0 ? frame : null;
  }

  #mute(work: () => void): void {
    this.#calls.muted++;
    try {
      work();
    } finally {
      this.#calls.muted--;
    }
  }
}

function ignore(): void {
  // The answers of `Promise.all` are not wanted.
}
