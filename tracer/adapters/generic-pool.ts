/** generic-pool: whoever acquires a resource has a place of the pool until somebody gives the resource back. */
import type { Adapter } from "./adapter.js";
import { poolOf } from "./pool.js";
import { countOf, isFunction, isObject } from "./wrapping.js";

function state(pool: object): { length: number; closed: boolean; waiting: number } {
  const { borrowed, pending } = pool as { borrowed?: unknown; pending?: unknown };
  return { length: countOf(borrowed), closed: false, waiting: countOf(pending) };
}

/** Whether a wait ends without a resource. */
function mayTimeOut(pool: object): boolean {
  const config: unknown = Reflect.get(pool, "_config");
  return isObject(config) && countOf(Reflect.get(config, "acquireTimeoutMillis")) > 0;
}

export const genericPool: Adapter = {
  package: "generic-pool",
  knows: (major) => major === 3,
  modules: { "lib/Pool.js": `module.exports = $("Pool", module.exports);` },
  start: (tell) => (_name, value) =>
    isFunction(value)
      ? poolOf(tell, value, {
          capacity: (pool) => countOf(Reflect.get(pool, "max")),
          state,
          acquired: (pool, promise) => ({ promise, failed: () => mayTimeOut(pool) }),
          givesBack: ["release", "destroy"],
        })
      : value,
};
