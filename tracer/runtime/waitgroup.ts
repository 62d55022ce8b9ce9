import { type Cancel, refusal, watch } from "./cancel.js";
import { InvalidArgumentError, NegativeWaitGroupError } from "./errors.js";
import { PROBE_VERSION, type PrimitiveState, announce, probe, publish } from "./probe.js";
import { type Task, spawn } from "./task.js";
import { settled } from "./turn.js";
import { Waiter, WaitQueue } from "./waiter.js";

/**
 * Waits for a number of tasks to end: Go's `sync.WaitGroup`. Whoever starts a task adds to the count first; each
 * task takes one off at its end; `wait` is over when nothing is left. The group may then be used again.
 */
export class WaitGroup {
  readonly name: string | undefined;
  #count = 0;
  readonly #waiters = new WaitQueue();

  /** @param name What errors and observers call it. */
  constructor(name?: string) {
    this.name = name;
    if (probe.hasSubscribers) announce(this, "waitgroup", name, WaitGroup, state);
  }

  /** How many are still to end. */
  get count(): number {
    return this.#count;
  }

  /**
   * Adds `n` to the count, which may be negative. At 0 all who wait go on.
   *
   * @throws {NegativeWaitGroupError} The count would fall below 0. It stays as it was.
   * @throws {InvalidArgumentError} `n` is no whole number.
   */
  add(n = 1): void {
    if (!Number.isSafeInteger(n))
      throw new InvalidArgumentError(`add takes a whole number, not ${String(n)}`);
    this.#change(n, n < 0 ? "done" : "add");
  }

  /**
   * Takes one off the count: a task has ended.
   *
   * @throws {NegativeWaitGroupError} The count is 0.
   */
  done(): void {
    this.#change(-1, "done");
  }

  /**
   * Waits until the count is 0, not at all if it is.
   *
   * @throws The signal's reason (as a rejection), if it fires first.
   */
  wait(cancel?: Cancel): Promise<void> {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.#count === 0) return settled();
    const waiter = new Waiter();
    this.#waiters.push(waiter);
    if (cancel != null) waiter.watch = watch(cancel, waiter);
    const promise = waiter.promise as Promise<void>;
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "wait", subject: this, op: "waitgroup", promise });
    }
    return promise;
  }

  /**
   * Starts `fn` as a task that counts: Go 1.25's `WaitGroup.Go`. The count falls when the task ends, whichever
   * way; its error is the task's, and not reported by `wait`.
   */
  go<A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): Task<Awaited<R>> {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- told to observers, never called
    const task = spawn(undefined, fn, args, this.go, () => this.done(), this);
    this.add();
    return task;
  }

  #change(n: number, op: "add" | "done"): void {
    if (this.#count + n < 0) throw new NegativeWaitGroupError(this.name);
    this.#count += n;
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "operate", subject: this, op, promise: undefined });
    }
    if (this.#count > 0) return;
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      waiter.serve(undefined, true);
    }
  }
}

function state(subject: object): PrimitiveState {
  return { length: (subject as WaitGroup).count, closed: false };
}
