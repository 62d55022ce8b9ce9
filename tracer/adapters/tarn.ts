/** tarn, the pool of knex and others: it has `acquire` return an operation with a promise. */
import type { Adapter } from "./adapter.js";
import { poolOf } from "./pool.js";
import { countOf, isFunction, isObject } from "./wrapping.js";

function state(pool: object): { length: number; closed: boolean; waiting: number } {
  const { numUsed, numPendingAcquires } = pool as {
    numUsed: () => unknown;
    numPendingAcquires: () => unknown;
  };
  const length = countOf(Reflect.apply(numUsed, pool, []));
  return { length, closed: false, waiting: countOf(Reflect.apply(numPendingAcquires, pool, [])) };
}

export const tarn: Adapter = {
  package: "tarn",
  knows: (major) => major === 3,
  modules: { "dist/Pool.js": `exports.Pool = Pool = $("Pool", Pool);` },
  start: (tell) => (_name, value) =>
    isFunction(value)
      ? poolOf(tell, value, {
          capacity: (pool) => countOf(Reflect.get(pool, "max")),
          state,
          acquired: (_pool, operation) =>
            isObject(operation)
              ? {
                  promise: Reflect.get(operation, "promise") as unknown,
                  failed: () => Reflect.get(operation, "isRejected") === true,
                }
              : null,
          givesBack: ["release"],
        })
      : value,
};
