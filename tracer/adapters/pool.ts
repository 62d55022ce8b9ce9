/** What pools of resources have in common. Who gives a resource back need not be who acquired it. */
import type { PrimitiveState } from "../runtime/probe.js";
import type { Tell } from "./adapter.js";
import { Locks, type LockWait } from "./lock.js";
import { isObject, wrapMethod, wrappedClass, type AnyFunction } from "./wrapping.js";

export interface PoolShape {
  readonly capacity: (pool: object) => number;
  readonly state: (pool: object) => PrimitiveState;
  /** Of what `acquire` returned: the promise of the resource, and whether that settled without one. */
  readonly acquired: (
    pool: object,
    returned: unknown,
  ) => { readonly promise: unknown; readonly failed: () => boolean } | null;
  /** The methods that give a resource back. */
  readonly givesBack: readonly string[];
}

export function poolOf(tell: Tell, original: AnyFunction, shape: PoolShape): unknown {
  const prototype: unknown = original.prototype;
  if (!isObject(prototype)) return original;
  const locks = new Locks(tell);
  const waiting = new WeakMap<object, Set<LockWait>>();
  wrapMethod(prototype, "acquire", (self, args, acquire) => {
    const returned = Reflect.apply(acquire, self, args);
    const waits = waiting.get(self);
    const acquired = waits === undefined ? null : shape.acquired(self, returned);
    if (waits !== undefined && acquired !== null) locks.waits(self, acquired.promise, waits, acquired.failed);
    return returned;
  });
  for (const name of shape.givesBack) {
    wrapMethod(prototype, name, (self, args, giveBack) => {
      locks.released(self);
      return Reflect.apply(giveBack, self, args);
    });
  }
  return wrappedClass(original, (construct, _args, caller) => {
    const pool = construct();
    waiting.set(pool, new Set());
    const { state } = shape;
    locks.create(pool, { kind: "pool", name: undefined, capacity: shape.capacity(pool), caller, state });
    return pool;
  });
}
