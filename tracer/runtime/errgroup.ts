import { InvalidArgumentError } from "./errors.js";
import { notAFunction } from "./argument.js";
import { type Cancel, refusal, watch } from "./cancel.js";
import { CancelContext } from "./context-cancel.js";
import type { Context } from "./context-types.js";
import { type Callable, PROBE_VERSION, type PrimitiveState, announce, probe, publish } from "./probe.js";
import { spawn } from "./task.js";
import { rejectedWith, settled } from "./turn.js";
import { Waiter, WaitQueue } from "./waiter.js";

/**
 * Tasks that do one thing together: Go's `errgroup.Group` of `golang.org/x/sync`. The first error of any is the
 * group's, and ends the group's context if it has one, so that the others can stop. The group takes the errors of
 * all its tasks: they come out of `wait`, or nowhere, as in Go.
 */
export class ErrGroup {
  readonly name: string | undefined;
  /** Tasks that run or wait for a place. */
  #count = 0;
  #running = 0;
  #limit = Infinity;
  #failure: { readonly error: unknown } | undefined = undefined;
  #context: CancelContext | undefined = undefined;
  readonly #waiters = new WaitQueue();
  readonly #places = new WaitQueue();

  /** @param name What observers call it. */
  constructor(name?: string) {
    this.name = name;
    if (probe.hasSubscribers) announce(this, "errgroup", name, ErrGroup, state);
  }

  /**
   * A group with a context, which ends when a task of it fails, with the error as its cause, and when `wait` is
   * over: Go's `errgroup.WithContext`.
   *
   * @throws {InvalidArgumentError} `parent` is no context.
   */
  static withContext(parent: Context, name?: string): [ErrGroup, Context] {
    const group = new ErrGroup(name);
    // eslint-disable-next-line @typescript-eslint/unbound-method -- told to observers, never called
    group.#context = new CancelContext(parent, name, ErrGroup.withContext);
    return [group, group.#context];
  }

  /** How many tasks run or wait for a place. */
  get count(): number {
    return this.#count;
  }

  /**
   * Runs `fn` as a task, once there is a place for it. `wait` waits for it from this call on, place or not.
   *
   * @returns Resolves when the function has started; at the limit that means waiting for a place.
   * @throws {InvalidArgumentError} (as a rejection) `fn` is no function.
   * @throws The signal's reason (as a rejection), if it fires before there is a place. `fn` is then not called.
   */
  go(fn: () => unknown, cancel?: Cancel): Promise<void> {
    if (typeof fn !== "function") return rejectedWith(notAFunction("go"));
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    this.#change(1);
    if (this.#running < this.#limit) {
      this.#running += 1;
      // eslint-disable-next-line @typescript-eslint/unbound-method -- told to observers, never called
      this.#start(fn, this.go);
      return settled();
    }
    const waiter = new Waiter();
    this.#places.push(waiter);
    const promise = waiter.promise.then(
      // eslint-disable-next-line @typescript-eslint/unbound-method -- told to observers, never called
      () => this.#start(fn, this.go),
      (reason: unknown) => {
        this.#change(-1);
        throw reason;
      },
    );
    // Observers know the wait by the promise that the caller has.
    waiter.promise = promise;
    if (cancel != null) waiter.watch = watch(cancel, waiter);
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "wait", subject: this, op: "acquire", promise });
    }
    return promise;
  }

  /**
   * Runs `fn` as a task only if there is a place. Returns whether it does.
   *
   * @throws {InvalidArgumentError} `fn` is no function.
   */
  tryGo(fn: () => unknown): boolean {
    if (typeof fn !== "function") throw notAFunction("tryGo");
    if (this.#running >= this.#limit) return false;
    this.#change(1);
    this.#running += 1;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- told to observers, never called
    this.#start(fn, this.tryGo);
    return true;
  }

  /**
   * Lets at most `n` tasks run at a time; a negative `n` or `Infinity` is no limit, 0 lets none start.
   *
   * @throws {InvalidArgumentError} `n` is no whole number, or tasks of the group are running.
   */
  setLimit(n: number): void {
    if (!Number.isSafeInteger(n) && n !== Infinity) {
      throw new InvalidArgumentError(`setLimit takes a whole number, not ${String(n)}`);
    }
    if (this.#running > 0) {
      throw new InvalidArgumentError(`setLimit: ${this.#running} tasks of the group are still running`);
    }
    this.#limit = n < 0 ? Infinity : n;
    while (this.#running < this.#limit && this.#place());
  }

  /**
   * Waits until all tasks have ended. Then the group's context, if it has one, ends too.
   *
   * @throws The first error of a task (as a rejection).
   * @throws The signal's reason (as a rejection), if it fires first.
   */
  wait(cancel?: Cancel): Promise<void> {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.#count === 0) {
      this.#context?.end(this.#failure?.error);
      return this.#failure === undefined ? settled() : rejectedWith(this.#failure.error);
    }
    const waiter = new Waiter();
    this.#waiters.push(waiter);
    if (cancel != null) waiter.watch = watch(cancel, waiter);
    const promise = waiter.promise as Promise<void>;
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "wait", subject: this, op: "waitgroup", promise });
    }
    return promise;
  }

  /** Starts a task whose place is taken already. */
  #start(fn: () => unknown, caller: Callable): void {
    spawn(undefined, fn, [], caller, undefined, this).then(
      () => this.#ended(),
      (error: unknown) => {
        this.#failure ??= { error };
        this.#context?.end(error);
        this.#ended();
      },
    );
  }

  #ended(): void {
    this.#running -= 1;
    if (this.#running < this.#limit) this.#place();
    this.#change(-1);
  }

  /** Gives a place to who has waited longest for one. */
  #place(): boolean {
    const next = this.#places.shift();
    if (next === undefined) return false;
    this.#running += 1;
    next.serve(undefined, true);
    return true;
  }

  #change(by: 1 | -1): void {
    this.#count += by;
    if (probe.hasSubscribers) {
      const op = by > 0 ? "add" : "done";
      publish({ version: PROBE_VERSION, event: "operate", subject: this, op, promise: undefined });
    }
    if (this.#count > 0 || this.#waiters.first === undefined) return;
    const failure = this.#failure;
    this.#context?.end(failure?.error);
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      if (failure === undefined) waiter.serve(undefined, true);
      else waiter.fail(failure.error);
    }
  }
}

function state(subject: object): PrimitiveState {
  return { length: (subject as ErrGroup).count, closed: false };
}
