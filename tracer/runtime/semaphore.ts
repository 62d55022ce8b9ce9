import { isCount, notACount, notAFunction } from "./argument.js";
import { type Cancel, refusal, watch } from "./cancel.js";
import { ReleasedMoreThanHeldError } from "./errors.js";
import { guardOf, runHeld } from "./held.js";
import { PROBE_VERSION, type PrimitiveState, announce, probe, publish } from "./probe.js";
import { rejectedWith, settledAs, settledWith } from "./turn.js";
import { Waiter, WaitQueue } from "./waiter.js";

/**
 * A number of permits, of which a task takes some and gives them back: Go's `semaphore.Weighted` of
 * `golang.org/x/sync`. First come, first served: who wants many is not overtaken by those who want few.
 */
export class Semaphore {
  readonly name: string | undefined;
  /** How many permits there are in all. */
  readonly permits: number;
  #taken = 0;
  /** Each waiter's value is how many it wants. When one gives up, those behind it may be able to go on. */
  readonly #waiters = new WaitQueue({ forsaken: () => this.#advance() });
  readonly #releaseOne = (): void => this.release();
  readonly #guardOfOne = guardOf(this.#releaseOne);
  /** What every `acquire()` that need not wait returns. */
  readonly #heldOne = Promise.resolve(this.#guardOfOne);

  /**
   * @param permits A whole number from 0.
   * @param name What errors and observers call it.
   * @throws {InvalidArgumentError} `permits` is none.
   */
  constructor(permits: number, name?: string) {
    if (!isCount(permits)) throw notACount("a Semaphore", permits);
    this.permits = permits;
    this.name = name;
    if (probe.hasSubscribers) announce(this, "semaphore", name, Semaphore, state, permits);
  }

  /** How many permits are taken. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Waits until `n` permits are free and nobody is in line, and takes them. Whoever wants more than there are in all
   * waits until its signal fires, without keeping others waiting, as in Go.
   *
   * @returns For `using _ = await sem.acquire()`: gives them back at the end of the block.
   * @throws {InvalidArgumentError} (as a rejection) `n` is no whole number from 0.
   * @throws The signal's reason (as a rejection), if it fires first. Then nothing was taken.
   */
  acquire(n?: number, cancel?: Cancel): Promise<Disposable>;
  acquire(cancel: Cancel): Promise<Disposable>;
  acquire(nOrCancel: number | Cancel = 1, maybeCancel?: Cancel): Promise<Disposable> {
    const [n, cancel] = typeof nOrCancel === "object" ? [1, nOrCancel] : [nOrCancel, maybeCancel];
    if (!isCount(n)) return rejectedWith(notACount("acquire", n));
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.#take(n)) return n === 1 ? settledAs(this.#heldOne) : settledWith(this.#guard(n));
    const waiter = this.#join(n, cancel);
    this.#tellWait(waiter);
    return waiter.promise as Promise<Disposable>;
  }

  /**
   * Takes `n` permits only if that can be done at once and nobody is in line. Returns whether it did.
   *
   * @throws {InvalidArgumentError} `n` is no whole number from 0.
   */
  tryAcquire(n = 1): boolean {
    if (!isCount(n)) throw notACount("tryAcquire", n);
    return this.#take(n);
  }

  /**
   * Gives back `n` permits.
   *
   * @throws {ReleasedMoreThanHeldError} So many are not taken. Nothing is given back.
   * @throws {InvalidArgumentError} `n` is no whole number from 0.
   */
  release(n = 1): void {
    if (!isCount(n)) throw notACount("release", n);
    if (n > this.#taken) throw new ReleasedMoreThanHeldError(this.name);
    this.#taken -= n;
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "release", subject: this, op: "acquire", count: n });
    }
    this.#advance();
  }

  /**
   * Runs `fn` with one permit, and gives it back when `fn` and its promise have ended, whichever way.
   *
   * @returns What `fn` returns.
   * @throws Whatever `fn` throws; the signal's reason if it fires while the caller waits. `fn` is then not called.
   */
  withPermit<R>(fn: () => R, cancel?: Cancel): Promise<Awaited<R>> {
    if (typeof fn !== "function") return rejectedWith(notAFunction("withPermit"));
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.#take(1)) return runHeld(fn, this.#releaseOne);
    const waiter = this.#join(1, cancel);
    const result = waiter.promise.then(() => runHeld(fn, this.#releaseOne));
    // Observers know the wait by the promise that the caller has.
    waiter.promise = result;
    this.#tellWait(waiter);
    return result;
  }

  #take(n: number): boolean {
    if (this.#taken + n > this.permits || this.#waiters.first !== undefined) return false;
    this.#hold(n, undefined);
    return true;
  }

  #hold(n: number, promise: Promise<unknown> | undefined): void {
    this.#taken += n;
    if (!probe.hasSubscribers) return;
    publish({ version: PROBE_VERSION, event: "acquire", subject: this, op: "acquire", promise, count: n });
  }

  #advance(): void {
    for (let first = this.#waiters.first; first !== undefined; first = this.#waiters.first) {
      const n = first.value as number;
      if (this.#taken + n > this.permits) return;
      this.#waiters.remove(first);
      this.#hold(n, first.promise);
      first.serve(n === 1 ? this.#guardOfOne : this.#guard(n), true);
    }
  }

  #guard(n: number): Disposable {
    return { [Symbol.dispose]: () => this.release(n) };
  }

  #join(n: number, cancel: Cancel | undefined): Waiter {
    const waiter = new Waiter(n);
    if (n <= this.permits) this.#waiters.push(waiter);
    if (cancel != null) waiter.watch = watch(cancel, waiter);
    return waiter;
  }

  #tellWait({ promise }: Waiter): void {
    if (!probe.hasSubscribers) return;
    publish({ version: PROBE_VERSION, event: "wait", subject: this, op: "acquire", promise });
  }
}

function state(subject: object): PrimitiveState {
  return { length: (subject as Semaphore).taken, closed: false };
}
