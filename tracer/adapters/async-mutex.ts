/**
 * async-mutex: `Mutex` and `Semaphore`. A mutex has a semaphore of one inside, so the semaphore's methods tell for both;
 * the mutex adds only the promise by which its caller knows the wait. A wait with a timeout ends by itself, so nothing
 * is told of it.
 */
import { types } from "node:util";
import type { Callable } from "../runtime/probe.js";
import type { Adapter, Tell } from "./adapter.js";
import { Locks, type LockWait } from "./lock.js";
import { countOf, isFunction, isObject, wrapMethod, wrappedClass, type AnyFunction } from "./wrapping.js";

// Taken before the program can replace it. Called by `Reflect.apply`.
// eslint-disable-next-line @typescript-eslint/unbound-method
const then = Promise.prototype.then;

/** What is kept of a semaphore, be it one of its own or a mutex's. */
interface Kept {
  readonly permits: number;
  readonly waits: Set<LockWait>;
  /** The `runExclusive` whose function has just ended: the next release is its. */
  ending: Exclusive | null;
}

/** One call of `runExclusive`. */
interface Exclusive {
  promise: object | null;
}

const kept = new WeakMap<object, Kept>();

class AsyncMutex {
  readonly #locks: Locks;
  /** The wait that was told of last, for the method around. */
  #lastWait: { readonly subject: object; readonly wait: LockWait } | null = null;
  #makingMutex = 0;
  /** A `runExclusive` is asking: it tells by itself. */
  #exclusive = 0;

  constructor(tell: Tell) {
    this.#locks = new Locks(tell);
  }

  semaphore(original: AnyFunction): unknown {
    const prototype: unknown = original.prototype;
    if (!isObject(prototype)) return original;
    wrapMethod(prototype, "acquire", (self, args, acquire) => this.#acquire(self, args, acquire));
    wrapMethod(prototype, "runExclusive", (self, args, run) => this.#runExclusive(self, args, run));
    wrapMethod(prototype, "release", (self, args, release) => this.#release(self, args, release));
    wrapMethod(prototype, "cancel", (self, args, cancel) => {
      for (const wait of kept.get(self)?.waits ?? []) wait.givenUp = true;
      return Reflect.apply(cancel, self, args);
    });
    return wrappedClass(original, (construct, [value], caller) => {
      const semaphore = construct();
      if (this.#makingMutex === 0) this.#create(semaphore, "semaphore", countOf(value), caller);
      return semaphore;
    });
  }

  mutex(original: AnyFunction): unknown {
    const prototype: unknown = original.prototype;
    if (!isObject(prototype)) return original;
    wrapMethod(prototype, "acquire", (self, args, acquire) => {
      const around = this.#lastWait;
      const promise = Reflect.apply(acquire, self, args);
      const told = this.#lastWait;
      if (told !== null && told !== around) this.#locks.renamed(told.subject, told.wait, promise);
      return promise;
    });
    return wrappedClass(original, (construct, _args, caller) => {
      this.#makingMutex++;
      let mutex: object;
      try {
        mutex = construct();
      } finally {
        this.#makingMutex--;
      }
      const semaphore: unknown = Reflect.get(mutex, "_semaphore");
      if (isObject(semaphore)) this.#create(semaphore, "mutex", 1, caller);
      return mutex;
    });
  }

  #create(semaphore: object, kind: "mutex" | "semaphore", permits: number, caller: Callable): void {
    kept.set(semaphore, { permits, waits: new Set(), ending: null });
    const capacity = kind === "mutex" ? 0 : permits;
    this.#locks.create(semaphore, { kind, name: undefined, capacity, caller, state });
  }

  #acquire(self: object, args: unknown[], acquire: AnyFunction): unknown {
    const before = valueOf(self);
    const promise = Reflect.apply(acquire, self, args);
    if (this.#exclusive > 0) return promise;
    const waits = kept.get(self)?.waits;
    if (valueOf(self) < before) this.#locks.takenAtOnce(self);
    else if (waits !== undefined) {
      const wait = this.#locks.waits(self, promise, waits);
      if (wait !== null) this.#lastWait = { subject: self, wait };
    }
    return promise;
  }

  #runExclusive(self: object, [callback, ...rest]: unknown[], run: AnyFunction): unknown {
    const locks = this.#locks;
    if (!isFunction(callback)) return Reflect.apply(run, self, [callback, ...rest]);
    const exclusive: Exclusive = { promise: null };
    const holding = new Proxy(callback, {
      apply(target, thisArgument, args): unknown {
        if (exclusive.promise !== null) locks.given(self, exclusive.promise);
        const result: unknown = Reflect.apply(target, thisArgument, args);
        follow(locks, self, exclusive, result);
        return result;
      },
    });
    this.#exclusive++;
    try {
      const promise = Reflect.apply(run, self, [holding, ...rest]);
      if (isObject(promise)) {
        exclusive.promise = promise;
        locks.waitsFor(self, promise);
      }
      return promise;
    } finally {
      this.#exclusive--;
    }
  }

  #release(self: object, args: unknown[], release: AnyFunction): unknown {
    const of = kept.get(self);
    const promise = of?.ending?.promise ?? undefined;
    if (of !== undefined) of.ending = null;
    this.#locks.released(self, promise);
    return Reflect.apply(release, self, args);
  }
}

/** The function of a `runExclusive` was called: its promise waits for what it returned, and then releases. */
function follow(locks: Locks, semaphore: object, exclusive: Exclusive, result: unknown): void {
  const end = (): void => {
    const of = kept.get(semaphore);
    if (of !== undefined) of.ending = exclusive;
  };
  if (!types.isPromise(result)) return;
  if (exclusive.promise !== null) locks.follows(exclusive.promise, result);
  // The package reacts to it as well, right after this.
  void Reflect.apply(then, result, [end, end]);
}

function valueOf(semaphore: object): number {
  const value: unknown = Reflect.get(semaphore, "_value");
  return typeof value === "number" ? value : 0;
}

function state(semaphore: object): { length: number; closed: boolean; waiting: number } {
  const { permits = 0, waits } = kept.get(semaphore) ?? {};
  return { length: Math.max(0, permits - valueOf(semaphore)), closed: false, waiting: waits?.size ?? 0 };
}

export const asyncMutex: Adapter = {
  package: "async-mutex",
  knows: (major, minor) => major === 0 && (minor === 4 || minor === 5),
  modules: {
    "index.mjs": `Semaphore = $("Semaphore", Semaphore); Mutex = $("Mutex", Mutex);`,
    "lib/Semaphore.js": `exports.default = $("Semaphore", exports.default);`,
    "lib/Mutex.js": `exports.default = $("Mutex", exports.default);`,
  },
  start(tell) {
    const adapted = new AsyncMutex(tell);
    return (name, value) => {
      if (!isFunction(value)) return value;
      return name === "Mutex" ? adapted.mutex(value) : adapted.semaphore(value);
    };
  },
};
