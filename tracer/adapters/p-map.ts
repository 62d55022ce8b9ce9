/** p-map: each call is a limiter of its own, whose caller waits until all is mapped. */
import type { Adapter } from "./adapter.js";
import { Places } from "./places.js";
import { isFunction, isObject, wrapped } from "./wrapping.js";

/** What one call has running, as far as it is told. */
interface Mapping {
  running: number;
}

function state(mapping: object): { length: number; closed: boolean } {
  return { length: (mapping as Mapping).running, closed: false };
}

const EXPORTS = ["pMap", "pMapSettled", "pMapKeyed", "pMapSettledKeyed"];

export const pMap: Adapter = {
  package: "p-map",
  knows: (major) => major >= 3 && major <= 7,
  modules: {
    "index.js": `
      if (typeof module === "object") {
        const own = module.exports.default === module.exports;
        module.exports = $("pMap", module.exports);
        if (own) module.exports.default = module.exports;
      } else {
        ${EXPORTS.map((name) => `if (typeof ${name} === "function") ${name} = $("${name}", ${name});`).join("\n")}
      }`,
  },
  start(tell) {
    const places = new Places(tell);
    return (name, value) => {
      if (!isFunction(value)) return value;
      return wrapped(value, (self, [iterable, mapper, options, ...rest], map, caller) => {
        if (!isFunction(mapper)) return Reflect.apply(map, self, [iterable, mapper, options, ...rest]);
        const mapping: Mapping = { running: 0 };
        const concurrency: unknown = isObject(options) ? Reflect.get(options, "concurrency") : undefined;
        const capacity = typeof concurrency === "number" ? concurrency : Infinity;
        places.create(mapping, { kind: "limiter", name, capacity, caller, state, transient: true });
        const each = wrapped(mapper, (inner, args) => {
          mapping.running++;
          const work = places.queue(mapping, mapper.name, caller);
          return work.runToEnd(
            () => Reflect.apply(mapper, inner, args),
            () => mapping.running--,
          );
        });
        const promise = Reflect.apply(map, self, [iterable, each, options, ...rest]);
        places.waitsUntilIdle(mapping, promise);
        return promise;
      });
    };
  },
};
