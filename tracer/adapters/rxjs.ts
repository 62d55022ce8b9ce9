/**
 * rxjs: whoever turns an observable into a promise waits for a value of it. Values themselves are not told: there are
 * very many of them, and nobody waits at them.
 */
import type { Adapter } from "./adapter.js";
import { tellWait } from "./named-waits.js";
import { classNameOf, isFunction, isObject, wrapMethod, wrapped } from "./wrapping.js";

const WAITED_FOR: Readonly<Record<string, string>> = {
  firstValueFrom: "a value",
  lastValueFrom: "the last value",
};

const exported = (name: string): string => `exports.${name} = $("${name}", exports.${name});`;
const observable = '$("Observable", exports.Observable);';

export const rxjs: Adapter = {
  package: "rxjs",
  knows: (major) => major === 6 || major === 7,
  modules: {
    "dist/cjs/internal/firstValueFrom.js": exported("firstValueFrom"),
    "dist/cjs/internal/lastValueFrom.js": exported("lastValueFrom"),
    "dist/cjs/internal/Observable.js": observable,
    "internal/Observable.js": observable,
  },
  start(tell) {
    return (name, value) => {
      if (!isFunction(value)) return value;
      if (name === "Observable") {
        const prototype: unknown = value.prototype;
        if (!isObject(prototype)) return value;
        wrapMethod(prototype, "toPromise", (self, args, toPromise, caller) => {
          const promise = Reflect.apply(toPromise, self, args);
          tellWait(
            tell,
            promise,
            { op: "event", name: () => `the last value of ${sourceName(self)}` },
            caller,
          );
          return promise;
        });
        return value;
      }
      const what = WAITED_FOR[name] ?? "a value";
      return wrapped(value, (self, args, original, caller) => {
        const promise = Reflect.apply(original, self, args);
        const source = sourceName(args[0]);
        tellWait(tell, promise, { op: "event", name: () => `${what} of ${source}` }, caller);
        return promise;
      });
    };
  },
};

/** "Subject", "Observable": the class, since observables have no names; what a pipe of a subject gives is of its own. */
function sourceName(source: unknown): string {
  const name = classNameOf(source) ?? "an observable";
  return name === "AnonymousSubject" ? "Observable" : name;
}
