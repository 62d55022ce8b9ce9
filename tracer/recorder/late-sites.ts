/**
 * The await's place, asked late.
 *
 * V8 keeps, with each pending promise, what reacts to it, and walks that when it captures a stack: from a
 * microtask whose own promise leads nowhere but to P, the captured stack continues with the function that awaits
 * P, and its callers that await it in turn. `Promise.all` called on a constructor that returns P makes such a
 * microtask without touching P. It answers only where exactly one thing awaits P. A query costs 10 to 60 µs.
 */
import { frameOf, isBuiltin } from "./call-sites.js";
import type { Stacks } from "./stacks.js";
import type { Calls } from "./calls.js";
import type { WireFrame } from "../wire/index.js";

// Taken before the program can replace them, and before our own proxies are there. Called by `Reflect.apply`.
/* eslint-disable @typescript-eslint/unbound-method */
const all = Promise.all;
const then = Promise.prototype.then;
/* eslint-enable @typescript-eslint/unbound-method */
const resolved = Promise.resolve();

const FRAMES = 16;

export class LateSites {
  readonly #calls: Calls;
  readonly #stacks: Stacks;

  constructor(calls: Calls, stacks: Stacks) {
    this.#calls = calls;
    this.#stacks = stacks;
  }

  /** Calls back in a microtask with the place of the one await on `promise`, or null when V8 cannot tell. */
  ask(promise: object, answer: (site: WireFrame | null) => void): void {
    this.#mute(() => {
      const inside = Reflect.apply(then, resolved, [
        () => this.#mute(() => answer(this.#awaitingFrame())),
      ]) as object;
      const leadsTo = function (executor: (resolve: () => void, reject: () => void) => void): object {
        executor(ignore, ignore);
        return promise;
      };
      leadsTo.resolve = (value: unknown): unknown => value;
      void Reflect.apply(all, leadsTo, [[inside]]);
    });
  }

  /** Calls back in a microtask after the answers to all earlier questions. */
  afterAnswers(done: () => void): void {
    this.#mute(() => void Reflect.apply(then, resolved, [() => this.#mute(done)]));
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
