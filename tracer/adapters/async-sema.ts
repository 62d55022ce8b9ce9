/** async-sema: `Sema`. Whoever gives a permit back need not be who took it: `RateLimit` has timers do it. */
import type { Adapter, Tell } from "./adapter.js";
import { Locks, type LockWait } from "./lock.js";
import { countOf, isFunction, isObject, wrapMethod, wrappedClass, type AnyFunction } from "./wrapping.js";

interface Kept {
  readonly permits: number;
  readonly waits: Set<LockWait>;
}

const kept = new WeakMap<object, Kept>();

class AsyncSema {
  readonly #locks: Locks;
  /** `acquire` is being called, which calls `tryAcquire`. */
  #acquiring = 0;

  constructor(tell: Tell) {
    this.#locks = new Locks(tell);
  }

  adapt(original: AnyFunction): unknown {
    const prototype: unknown = original.prototype;
    if (!isObject(prototype)) return original;
    const locks = this.#locks;
    wrapMethod(prototype, "acquire", (self, args, acquire) => this.#acquire(self, args, acquire));
    wrapMethod(prototype, "tryAcquire", (self, args, tryAcquire) => {
      const token = Reflect.apply(tryAcquire, self, args);
      if (token !== undefined && this.#acquiring === 0) locks.takenAtOnce(self);
      return token;
    });
    wrapMethod(prototype, "release", (self, args, release) => {
      locks.released(self);
      return Reflect.apply(release, self, args);
    });
    return wrappedClass(original, (construct, [permits], caller) => {
      const sema = construct();
      const capacity = countOf(permits);
      kept.set(sema, { permits: capacity, waits: new Set() });
      locks.create(sema, { kind: "semaphore", name: undefined, capacity, caller, state });
      return sema;
    });
  }

  #acquire(self: object, args: unknown[], acquire: AnyFunction): unknown {
    const waits = kept.get(self)?.waits;
    const atOnce = freeOf(self) > 0;
    if (atOnce) this.#locks.takenAtOnce(self);
    this.#acquiring++;
    try {
      const promise = Reflect.apply(acquire, self, args);
      if (!atOnce && waits !== undefined) this.#locks.waits(self, promise, waits);
      return promise;
    } finally {
      this.#acquiring--;
    }
  }
}

function freeOf(sema: object): number {
  const free: unknown = Reflect.get(sema, "free");
  return isObject(free) ? countOf(Reflect.get(free, "length")) : 0;
}

function state(sema: object): { length: number; closed: boolean; waiting: number } {
  const { permits = 0, waits } = kept.get(sema) ?? {};
  return { length: Math.max(0, permits - freeOf(sema)), closed: false, waiting: waits?.size ?? 0 };
}

export const asyncSema: Adapter = {
  package: "async-sema",
  knows: (major) => major === 3,
  modules: { "lib/index.js": `exports.Sema = Sema = $("Sema", Sema);` },
  start(tell) {
    const adapted = new AsyncSema(tell);
    return (_name, value) => (isFunction(value) ? adapted.adapt(value) : value);
  },
};
