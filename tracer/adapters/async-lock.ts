/**
 * async-lock: a lock is an instance and a key. A lock that gives up waiting or holding after a time, or lets a domain in
 * twice, ends its waits by itself: nothing is told of it.
 */
import { types } from "node:util";
import type { Callable } from "../runtime/probe.js";
import type { Adapter, Tell } from "./adapter.js";
import { calledFirst } from "./callbacks.js";
import { Locks } from "./lock.js";
import { isFunction, isObject, wrapMethod, type AnyFunction } from "./wrapping.js";

// Taken before the program can replace it. Called by `Reflect.apply`.
// eslint-disable-next-line @typescript-eslint/unbound-method
const then = Promise.prototype.then;

/** A key may be anything; its beginning tells it from others. */
const NAME_LENGTH = 40;

/** Keys of one instance that are told from their first use on; of more than these, only those that somebody waits for. */
const KEYS_TOLD = 1000;

/** Keys in use of one instance that are looked at. */
const KEYS_AT_MOST = 10_000;

interface KeyedLock {
  readonly key: string;
  held: boolean;
  waiting: number;
}

/** Who asks for a lock, known by the promise that the caller has: for several keys it is one. */
interface Asking {
  promise: object | undefined;
  /** It has to wait for this one, which was found before the promise was made. */
  waitsFor: KeyedLock | null;
}

class AsyncLock {
  readonly #locks: Locks;
  readonly #keys = new WeakMap<object, Map<string, KeyedLock>>();
  /** The call for several keys inside of which single ones are asked for. */
  #batch: Asking | null = null;

  constructor(tell: Tell) {
    this.#locks = new Locks(tell);
  }

  adapt(original: AnyFunction): unknown {
    const prototype: unknown = original.prototype;
    if (!isObject(prototype)) return original;
    wrapMethod(prototype, "acquire", (self, args, acquire, caller) => {
      const [key, fn] = args;
      if (isTimed(self) || args.slice(2).some(isTimed)) return Reflect.apply(acquire, self, args);
      if (Array.isArray(key)) return this.#ask(self, args, acquire);
      const lock = isFunction(fn) ? this.#lockOf(self, String(key), caller) : null;
      if (!isFunction(fn) || lock === null) return Reflect.apply(acquire, self, args);
      return this.#acquire(self, args, acquire, fn, lock);
    });
    return original;
  }

  /** The package takes several keys one after the other, each in the callback of the one before. */
  #ask(self: object, args: unknown[], acquire: AnyFunction): unknown {
    return this.#within({ promise: undefined, waitsFor: null }, (asking) => {
      const promise = Reflect.apply(acquire, self, args);
      this.#promised(asking, promise);
      return promise;
    });
  }

  #within<T>(asking: Asking | null, work: (asking: Asking) => T): T {
    const around = this.#batch;
    this.#batch = asking;
    try {
      return work(asking ?? { promise: undefined, waitsFor: null });
    } finally {
      this.#batch = around;
    }
  }

  #promised(asking: Asking, promise: unknown): void {
    if (!types.isPromise(promise)) return;
    asking.promise = promise;
    if (asking.waitsFor !== null) this.#locks.waitsFor(asking.waitsFor, promise);
  }

  #acquire(self: object, args: unknown[], acquire: AnyFunction, fn: AnyFunction, lock: KeyedLock): unknown {
    const batch = this.#batch;
    const asking = batch ?? { promise: undefined, waitsFor: null };
    const hold = new Hold(this.#locks, lock, fn.length === 1 || batch !== null);
    const holding = new Proxy(fn, {
      apply: (target, thisArgument, passed: unknown[]): unknown => {
        hold.begin(asking.promise);
        // The package asks for the number of arguments as well: one is a callback.
        const callbacks =
          target.length === 1
            ? [isFunction(passed[0]) ? calledFirst(passed[0], hold.end) : passed[0]]
            : passed;
        const result: unknown = this.#within(batch, () => Reflect.apply(target, thisArgument, callbacks));
        if (target.length !== 1) hold.ran(result);
        return result;
      },
    });
    const promise = Reflect.apply(acquire, self, [args[0], holding, ...args.slice(2)]);
    if (!hold.begun) {
      hold.queued();
      asking.waitsFor = lock;
      if (batch?.promise !== undefined) this.#locks.waitsFor(lock, batch.promise);
    }
    if (batch === null) this.#promised(asking, promise);
    if (hold.begun && types.isPromise(promise)) hold.promised(promise);
    return promise;
  }

  #lockOf(self: object, key: string, caller: Callable): KeyedLock | null {
    let keys = this.#keys.get(self);
    if (keys === undefined) this.#keys.set(self, (keys = new Map<string, KeyedLock>()));
    const known = keys.get(key);
    if (known !== undefined) return known;
    if (keys.size >= KEYS_AT_MOST) for (const lock of keys.values()) if (!lock.held) keys.delete(lock.key);
    if (keys.size >= KEYS_AT_MOST) return null;
    const lock: KeyedLock = { key, held: false, waiting: 0 };
    keys.set(key, lock);
    const name = key.slice(0, NAME_LENGTH);
    this.#locks.create(lock, {
      kind: "mutex",
      name,
      capacity: 0,
      caller,
      state,
      transient: keys.size > KEYS_TOLD,
    });
    return lock;
  }
}

/** One function that runs, or will run, while the lock is held. */
class Hold {
  begun = false;
  readonly #locks: Locks;
  readonly #lock: KeyedLock;
  /** It is the caller's own from the start, where it need not wait. */
  readonly #callersOwn: boolean;
  #queued = false;
  /** By the name of which promise it is held; null while nobody is known to hold it. */
  #by: { readonly promise: object | undefined } | null = null;
  /** What the function returned before there was a promise. */
  #result: unknown;
  #ended = false;

  constructor(locks: Locks, lock: KeyedLock, callersOwn: boolean) {
    this.#locks = locks;
    this.#lock = lock;
    this.#callersOwn = callersOwn;
  }

  queued(): void {
    this.#queued = true;
    this.#lock.waiting++;
  }

  begin(promise: object | undefined): void {
    this.begun = true;
    if (this.#queued) this.#lock.waiting--;
    this.#lock.held = true;
    if (promise !== undefined) {
      this.#by = { promise };
      this.#locks.given(this.#lock, promise);
    } else if (this.#callersOwn && !this.#queued) {
      this.#by = { promise };
      this.#locks.takenAtOnce(this.#lock);
    }
  }

  /** The function returned; the package reacts to a promise as well, right after we do. */
  ran(result: unknown): void {
    if (!types.isPromise(result)) {
      this.end();
      return;
    }
    this.#result = result;
    if (this.#by?.promise !== undefined) this.#locks.follows(this.#by.promise, result);
    void Reflect.apply(then, result, [this.end, this.end]);
  }

  /** The caller has the promise of it now. */
  promised(promise: object): void {
    if (this.#ended || this.#by !== null || !isObject(this.#result)) return;
    this.#by = { promise };
    this.#locks.waitsFor(this.#lock, promise);
    this.#locks.given(this.#lock, promise);
    this.#locks.follows(promise, this.#result);
  }

  readonly end = (): void => {
    if (this.#ended) return;
    this.#ended = true;
    this.#lock.held = false;
    if (this.#by !== null) this.#locks.released(this.#lock, this.#by.promise);
  };
}

const TIMED = ["timeout", "maxOccupationTime", "maxExecutionTime", "domainReentrant"];

/** An instance, or the options of a call, that let a wait end by itself. */
function isTimed(options: unknown): boolean {
  return (
    isObject(options) && !isFunction(options) && TIMED.some((name) => Boolean(Reflect.get(options, name)))
  );
}

function state(lock: object): { length: number; closed: boolean; waiting: number } {
  const { held, waiting } = lock as KeyedLock;
  return { length: held ? 1 : 0, closed: false, waiting };
}

export const asyncLock: Adapter = {
  package: "async-lock",
  knows: (major) => major === 1,
  modules: { "lib/index.js": `module.exports = $("AsyncLock", module.exports);` },
  start(tell) {
    const adapted = new AsyncLock(tell);
    return (_name, value) => (isFunction(value) ? adapted.adapt(value) : value);
  },
};
