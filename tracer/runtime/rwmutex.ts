import { notAFunction } from "./argument.js";
import { type Cancel, refusal, watch } from "./cancel.js";
import type { Locker } from "./cond.js";
import { UnlockOfUnlockedError } from "./errors.js";
import { guardOf, runHeld } from "./held.js";
import { PROBE_VERSION, type PrimitiveState, announce, probe, publish } from "./probe.js";
import { rejectedWith, settledAs } from "./turn.js";
import { Waiter, WaitQueue } from "./waiter.js";

type Mode = "lock" | "rlock";

/**
 * A lock that one writer or any number of readers hold: Go's `sync.RWMutex`. Readers and writers stand in one line,
 * first come, first served. So a waiting writer blocks new readers until it has had its turn, and no writer
 * starves; hence a task that reads may not `rLock` again, since a writer in between would make it wait for itself.
 */
export class RWMutex {
  readonly name: string | undefined;
  #writing = false;
  #readers = 0;
  /** Each waiter's value is its {@link Mode}. When one gives up, those behind it may be able to go on. */
  readonly #waiters = new WaitQueue({ forsaken: () => this.#advance() });
  readonly #unlock = (): void => this.unlock();
  readonly #rUnlock = (): void => this.rUnlock();
  readonly #guards = {
    lock: guardOf(this.#unlock),
    rlock: guardOf(this.#rUnlock),
  };
  /** What every call that need not wait returns. */
  readonly #held = {
    lock: Promise.resolve<Disposable>(this.#guards.lock),
    rlock: Promise.resolve<Disposable>(this.#guards.rlock),
  };

  /** @param name What errors and observers call it. */
  constructor(name?: string) {
    this.name = name;
    if (probe.hasSubscribers) announce(this, "rwmutex", name, RWMutex, state);
  }

  /** Whether a writer holds it. */
  get locked(): boolean {
    return this.#writing;
  }

  /** How many readers hold it. */
  get readers(): number {
    return this.#readers;
  }

  /**
   * Waits until it is the caller's alone.
   *
   * @returns For `using _ = await mu.lock()`: unlocks at the end of the block.
   * @throws The signal's reason (as a rejection), if it fires first. Then the caller does not hold it, and readers
   *   that it kept waiting go on.
   */
  lock(cancel?: Cancel): Promise<Disposable> {
    return this.#enter("lock", cancel);
  }

  /** Locks it for writing only if nobody holds it. Returns whether it did. */
  tryLock(): boolean {
    return this.#take("lock");
  }

  /**
   * Ends a writer's hold: the first in line go on, a writer or all readers up to the next writer.
   *
   * @throws {UnlockOfUnlockedError} No writer holds it.
   */
  unlock(): void {
    if (!this.#writing) throw new UnlockOfUnlockedError("rwmutex", this.name);
    this.#writing = false;
    this.#leave("lock");
  }

  /**
   * Waits until no writer holds it or is in line before the caller.
   *
   * @returns For `using _ = await mu.rLock()`: `rUnlock()` at the end of the block.
   * @throws The signal's reason (as a rejection), if it fires first. Then the caller does not hold it.
   */
  rLock(cancel?: Cancel): Promise<Disposable> {
    return this.#enter("rlock", cancel);
  }

  /** Locks it for reading only if no writer holds it or waits for it. Returns whether it did. */
  tryRLock(): boolean {
    return this.#take("rlock");
  }

  /**
   * Ends one reader's hold.
   *
   * @throws {UnlockOfUnlockedError} No reader holds it.
   */
  rUnlock(): void {
    if (this.#readers === 0) throw new UnlockOfUnlockedError("rwmutex for reading", this.name);
    this.#readers -= 1;
    this.#leave("rlock");
  }

  /**
   * Runs `fn` while holding it for writing, and unlocks when `fn` and its promise have ended, whichever way.
   *
   * @returns What `fn` returns.
   * @throws Whatever `fn` throws; the signal's reason if it fires while the caller waits. `fn` is then not called.
   */
  withLock<R>(fn: () => R, cancel?: Cancel): Promise<Awaited<R>> {
    return this.#within("lock", "withLock", fn, cancel);
  }

  /** The same, for reading. */
  withRLock<R>(fn: () => R, cancel?: Cancel): Promise<Awaited<R>> {
    return this.#within("rlock", "withRLock", fn, cancel);
  }

  /** A lock whose `lock` and `unlock` are this one's `rLock` and `rUnlock`, as for a `Cond`: Go's `RLocker`. */
  rLocker(): Locker {
    return { lock: (cancel) => this.rLock(cancel), unlock: this.#rUnlock };
  }

  #enter(mode: Mode, cancel: Cancel | undefined): Promise<Disposable> {
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.#take(mode)) return settledAs(this.#held[mode]);
    const waiter = this.#join(mode, cancel);
    this.#tellWait(mode, waiter);
    return waiter.promise as Promise<Disposable>;
  }

  #within<R>(mode: Mode, called: string, fn: () => R, cancel: Cancel | undefined): Promise<Awaited<R>> {
    if (typeof fn !== "function") return rejectedWith(notAFunction(called));
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    const giveBack = mode === "lock" ? this.#unlock : this.#rUnlock;
    if (this.#take(mode)) return runHeld(fn, giveBack);
    const waiter = this.#join(mode, cancel);
    const result = waiter.promise.then(() => runHeld(fn, giveBack));
    // Observers know the wait by the promise that the caller has.
    waiter.promise = result;
    this.#tellWait(mode, waiter);
    return result;
  }

  /** Takes it if whoever comes now need not wait. */
  #take(mode: Mode): boolean {
    if (!this.#free(mode) || this.#waiters.first !== undefined) return false;
    this.#hold(mode, undefined);
    return true;
  }

  #free(mode: Mode): boolean {
    return !this.#writing && (mode === "rlock" || this.#readers === 0);
  }

  #hold(mode: Mode, promise: Promise<unknown> | undefined): void {
    if (mode === "lock") this.#writing = true;
    else this.#readers += 1;
    if (probe.hasSubscribers)
      publish({ version: PROBE_VERSION, event: "acquire", subject: this, op: mode, promise });
  }

  #leave(mode: Mode): void {
    if (probe.hasSubscribers) publish({ version: PROBE_VERSION, event: "release", subject: this, op: mode });
    this.#advance();
  }

  #advance(): void {
    for (let first = this.#waiters.first; first !== undefined; first = this.#waiters.first) {
      const mode = first.value as Mode;
      if (!this.#free(mode)) return;
      this.#waiters.remove(first);
      this.#hold(mode, first.promise);
      first.serve(this.#guards[mode], true);
    }
  }

  #join(mode: Mode, cancel: Cancel | undefined): Waiter {
    const waiter = new Waiter(mode);
    this.#waiters.push(waiter);
    if (cancel != null) waiter.watch = watch(cancel, waiter);
    return waiter;
  }

  #tellWait(op: Mode, { promise }: Waiter): void {
    if (probe.hasSubscribers) publish({ version: PROBE_VERSION, event: "wait", subject: this, op, promise });
  }
}

function state(subject: object): PrimitiveState {
  const { locked, readers } = subject as RWMutex;
  return { length: locked ? 1 : readers, closed: false };
}
