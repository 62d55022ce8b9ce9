import { InvalidArgumentError } from "./errors.js";
import { type Cancel, refusal, watch } from "./cancel.js";
import { PROBE_VERSION, type PrimitiveState, announce, probe, publish } from "./probe.js";
import { rejectedWith } from "./turn.js";
import { Waiter, WaitQueue, deferred } from "./waiter.js";

/** A lock that a `Cond` can work with, such as a `Mutex` or a `RWMutex`: Go's `sync.Locker`. */
export interface Locker {
  lock(cancel?: Cancel): PromiseLike<unknown>;
  unlock(): void;
}

/**
 * A place where tasks wait for something to come true that a lock guards: Go's `sync.Cond`.
 *
 * Whoever is woken must look again, as in Go: others may have held the lock in between.
 *
 *     await mu.lock();
 *     while (!ready) await cond.wait();
 *     mu.unlock();
 */
export class Cond {
  readonly name: string | undefined;
  /** The lock that guards what is waited for: Go's `c.L`. */
  readonly locker: Locker;
  #waiting = 0;
  readonly #waiters = new WaitQueue({ forsaken: () => (this.#waiting -= 1) });

  /**
   * @param name What observers call it.
   * @throws {InvalidArgumentError} `locker` cannot be locked.
   */
  constructor(locker: Locker, name?: string) {
    const given = locker as Partial<Locker> | null | undefined;
    if (typeof given?.lock !== "function" || typeof given.unlock !== "function") {
      throw new InvalidArgumentError("a Cond takes something with lock() and unlock()");
    }
    this.locker = locker;
    this.name = name;
    if (probe.hasSubscribers) announce(this, "cond", name, Cond, state);
  }

  /** How many tasks wait to be told. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Unlocks the lock, which the caller holds, waits to be told by `signal` or `broadcast`, and locks it again.
   *
   * @returns Resolves when the caller holds the lock again.
   * @throws The signal's reason (as a rejection), if it fires before the caller is told. Then too the caller holds
   *   the lock again, so that what follows need not ask.
   * @throws {UnlockOfUnlockedError} (as a rejection) Nobody holds the lock.
   */
  wait(cancel?: Cancel): Promise<void> {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    try {
      this.locker.unlock();
    } catch (error) {
      return rejectedWith(error);
    }
    const told = new Waiter();
    this.#waiters.push(told);
    this.#waiting += 1;
    const { promise, resolve, reject } = deferred();
    void told.promise.then(
      () => this.#relock(() => resolve(undefined), reject),
      (reason: unknown) => this.#relock(() => reject(reason), reject),
    );
    // Observers know the wait by the promise that the caller has.
    told.promise = promise;
    if (cancel != null) told.watch = watch(cancel, told);
    if (probe.hasSubscribers) {
      publish({ version: PROBE_VERSION, event: "wait", subject: this, op: "cond", promise });
    }
    return promise as Promise<void>;
  }

  /** Wakes the task that has waited longest, if any does. The caller may hold the lock, and need not. */
  signal(): void {
    this.#tell("signal");
    this.#wakeOne();
  }

  /** Wakes all who wait. The caller may hold the lock, and need not. */
  broadcast(): void {
    this.#tell("broadcast");
    while (this.#wakeOne());
  }

  #wakeOne(): boolean {
    const next = this.#waiters.shift();
    if (next === undefined) return false;
    this.#waiting -= 1;
    next.serve(undefined, true);
    return true;
  }

  /** In the task that waited, so that it stands in the lock's line in its own name. */
  #relock(then: () => void, reject: (reason: unknown) => void): void {
    try {
      void this.locker.lock().then(then, reject);
    } catch (error) {
      reject(error);
    }
  }

  #tell(op: "signal" | "broadcast"): void {
    if (!probe.hasSubscribers) return;
    publish({ version: PROBE_VERSION, event: "operate", subject: this, op, promise: undefined });
  }
}

function state(subject: object): PrimitiveState {
  return { length: (subject as Cond).waiting, closed: false };
}
