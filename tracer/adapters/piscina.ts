/** piscina, and tinypool, which was made from it: the work runs in other threads, and its answer is a message. */
import type { Adapter } from "./adapter.js";
import { tellWait } from "./named-waits.js";
import { countOf, isFunction, isObject, wrapMethod } from "./wrapping.js";

/** "an answer of Piscina (2 threads, 5 queued)" */
function nameOf(pool: object, kind: string): () => string {
  const weak = new WeakRef(pool);
  return () => {
    const alive = weak.deref() as { threads?: unknown; queueSize?: unknown } | undefined;
    const threads = Array.isArray(alive?.threads) ? alive.threads.length : 0;
    return `an answer of ${kind} (${threads} ${threads === 1 ? "thread" : "threads"}, ${countOf(alive?.queueSize)} queued)`;
  };
}

function threadPool(name: string, knows: Adapter["knows"], modules: Adapter["modules"]): Adapter {
  return {
    package: name,
    knows,
    modules,
    start(tell) {
      return (kind, value) => {
        if (!isFunction(value) || !isObject(value.prototype)) return value;
        wrapMethod(value.prototype, "run", (self, args, run, caller) => {
          const promise = Reflect.apply(run, self, args);
          tellWait(tell, promise, { op: "message", name: nameOf(self, kind) }, caller);
          return promise;
        });
        return value;
      };
    },
  };
}

export const piscina = threadPool("piscina", (major) => major === 4 || major === 5, {
  "dist/index.js": `$("Piscina", exports.Piscina ?? exports.default);`,
});

export const tinypool = threadPool("tinypool", (major) => major >= 0 && major <= 2, {
  "dist/index.js": `$("Tinypool", Tinypool);`,
});
