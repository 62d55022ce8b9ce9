/** p-limit: the function that a limiter is, its `map`, and its `clearQueue`. */
import type { Callable } from "../runtime/probe.js";
import type { Adapter } from "./adapter.js";
import { Places } from "./places.js";
import { countOf, isFunction, isObject, wrapped, type AnyFunction } from "./wrapping.js";

/** Stands for the function that the package returned: with the same properties, that read and write the package's own. */
function limiter(places: Places, limit: AnyFunction): AnyFunction {
  const queue = (self: unknown, [fn, ...args]: unknown[], caller: Callable): unknown => {
    if (!isFunction(fn)) return Reflect.apply(limit, self, [fn, ...args]);
    const work = places.queue(limit, fn.name, caller);
    const run = wrapped(fn, (inner, passed) => work.run(() => Reflect.apply(fn, inner, passed)));
    const promise = Reflect.apply(limit, self, [run, ...args]);
    work.queued(promise);
    return promise;
  };
  const adapted = wrapped(
    function () {},
    (self, args, _original, caller) => queue(self, args, caller),
  );
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(limit))) {
    if (name === "prototype") continue;
    Object.defineProperty(adapted, name, {
      ...descriptor,
      ...replaced(places, limit, name, descriptor.value),
    });
  }
  return adapted;
}

function replaced(places: Places, limit: object, name: string, value: unknown): PropertyDescriptor {
  if (!isFunction(value)) return {};
  if (name === "clearQueue") {
    return {
      value: wrapped(value, (self, args, clear) => {
        const result = Reflect.apply(clear, self, args);
        places.cleared(limit);
        return result;
      }),
    };
  }
  if (name !== "map") return {};
  return {
    value: wrapped(value, (self, [iterable, fn, ...rest], map, caller) => {
      const each = isFunction(fn) ? inPlace(places, limit, fn, caller) : fn;
      return Reflect.apply(map, self, [iterable, each, ...rest]);
    }),
  };
}

/** Each call of it is a piece of work that has its place already. */
export function inPlace(places: Places, subject: object, fn: AnyFunction, caller: Callable): AnyFunction {
  return wrapped(fn, (self, args) =>
    places.queue(subject, fn.name, caller).runToEnd(() => Reflect.apply(fn, self, args)),
  );
}

function state(limit: object): { length: number; closed: boolean; waiting: number } {
  const { activeCount, pendingCount } = limit as { activeCount?: unknown; pendingCount?: unknown };
  return { length: countOf(activeCount), closed: false, waiting: countOf(pendingCount) };
}

export const pLimit: Adapter = {
  package: "p-limit",
  knows: (major) => major >= 2 && major <= 7,
  modules: {
    "index.js": `
      if (typeof module === "object") {
        const own = module.exports.default === module.exports;
        module.exports = $("pLimit", module.exports);
        if (own) module.exports.default = module.exports;
      } else pLimit = $("pLimit", pLimit);`,
  },
  start(tell) {
    const places = new Places(tell);
    return (_name, value) => {
      if (!isFunction(value)) return value;
      return wrapped(value, (self, args, make, caller) => {
        const limit = Reflect.apply(make, self, args);
        if (!isFunction(limit)) return limit;
        const [options] = args;
        const concurrency: unknown = isObject(options) ? Reflect.get(options, "concurrency") : options;
        const capacity = typeof concurrency === "number" ? concurrency : Infinity;
        places.create(limit, { kind: "limiter", name: undefined, capacity, caller, state });
        return limiter(places, limit);
      });
    };
  },
};
