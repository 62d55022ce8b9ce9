import { notAFunction } from "./argument.js";
import { type Cancel, refusal, watch } from "./cancel.js";
import { UnlockOfUnlockedError } from "./errors.js";
import { guardOf, runHeld } from "./held.js";
import { PROBE_VERSION, type PrimitiveState, announce, probe, publish } from "./probe.js";
import { rejectedWith, settledAs } from "./turn.js";
import { type Place, Waiter, WaitQueue } from "./waiter.js";

/**
 * A lock that one task holds at a time: Go's `sync.Mutex`. It passes from task to task in the order in which
 * they came. As in Go it does not know its holder: any task may unlock it, and a task that locks it twice waits
 * for itself.
 */
export class Mutex {
  readonly name: string | undefined;
  #locked = false;
  readonly #waiters = new WaitQueue();
  readonly #release = (): void => this.unlock();
  readonly #guard = guardOf(this.#release);
  /** What every `lock()` that need not wait returns. */
  readonly #held = Promise.resolve(this.#guard);

  /** @param name What errors and observers call it. */
  constructor(name?: string) {
    this.name = name;
    if (probe.hasSubscribers) announce(this, "mutex", name, Mutex, state);
  }

  /** Whether some task holds it. */
  get locked(): boolean {
    return this.#locked;
  }

  /**
   * Waits until it is the caller's.
   *
   * @returns For `using _ = await mu.lock()`: unlocks at the end of the block. Disposing of it is `unlock()`, so do
   *   only one of the two.
   * @throws The signal's reason (as a rejection), if it fires first. Then the caller does not hold it.
   */
  lock(cancel?: Cancel): Promise<Disposable> {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.tryLock()) return settledAs(this.#held);
    const waiter = this.#join(cancel);
    if (probe.hasSubscribers) this.#tellWait(waiter);
    return waiter.promise as Promise<Disposable>;
  }

  /** Locks it only if nobody holds it. Returns whether it did. */
  tryLock(): boolean {
    if (this.#locked) return false;
    this.#locked = true;
    if (probe.hasSubscribers) this.#tellAcquire();
    return true;
  }

  /**
   * Gives it to the task that has waited longest, or frees it.
   *
   * @throws {UnlockOfUnlockedError} Nobody holds it.
   */
  unlock(): void {
    if (!this.#locked) throw new UnlockOfUnlockedError("mutex", this.name);
    const next = this.#waiters.shift();
    if (probe.hasSubscribers) this.#tellRelease(next);
    if (next === undefined) this.#locked = false;
    else next.serve(this.#guard, true);
  }

  /**
   * Runs `fn` while holding it, and unlocks when `fn` and its promise have ended, whichever way. If nobody holds
   * it `fn` is called at once, inside this call.
   *
   * @returns What `fn` returns.
   * @throws Whatever `fn` throws; the signal's reason if it fires while the caller waits for the lock. `fn` is
   *   then not called; once it is called the signal has no say any more.
   */
  withLock<R>(fn: () => R, cancel?: Cancel): Promise<Awaited<R>> {
    if (typeof fn !== "function") return rejectedWith(notAFunction("withLock"));
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.tryLock()) return runHeld(fn, this.#release);
    const waiter = this.#join(cancel);
    const result = waiter.promise.then(() => runHeld(fn, this.#release));
    // Observers know the wait by the promise that the caller has.
    waiter.promise = result;
    if (probe.hasSubscribers) this.#tellWait(waiter);
    return result;
  }

  #join(cancel: Cancel | undefined): Waiter {
    const waiter = new Waiter();
    this.#waiters.push(waiter);
    if (cancel != null) waiter.watch = watch(cancel, waiter);
    return waiter;
  }

  #tellWait({ promise }: Waiter): void {
    publish({ version: PROBE_VERSION, event: "wait", subject: this, op: "lock", promise });
  }

  #tellAcquire(): void {
    publish({ version: PROBE_VERSION, event: "acquire", subject: this, op: "lock", promise: undefined });
  }

  #tellRelease(next: Place | undefined): void {
    publish({ version: PROBE_VERSION, event: "release", subject: this, op: "lock", to: next?.promise });
  }
}

function state(subject: object): PrimitiveState {
  return { length: (subject as Mutex).locked ? 1 : 0, closed: false };
}
