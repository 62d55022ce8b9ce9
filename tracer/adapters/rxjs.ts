/**
 * rxjs: whoever turns an observable into a promise waits for a value of it. Values themselves are not told: there are
 * very many of them, and nobody waits at them.
 */
import type { Adapter } from "./adapter.js";
import { promising, type Named } from "./named-waits.js";
import { classNameOf, isFunction, isObject, wrapMethod, wrapped } from "./wrapping.js";

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
    const valueOf = (what: string, source: unknown): Named => {
      const name = sourceName(source);
      return { op: "event", name: () => `${what} of ${name}` };
    };
    const first = promising(tell, (_self, [source]) => valueOf("a value", source));
    const last = promising(tell, (_self, [source]) => valueOf("the last value", source));
    const lastOfItself = promising(tell, (self) => valueOf("the last value", self));
    return (name, value) => {
      if (!isFunction(value)) return value;
      if (name !== "Observable") return wrapped(value, name === "firstValueFrom" ? first : last);
      const prototype: unknown = value.prototype;
      if (isObject(prototype)) wrapMethod(prototype, "toPromise", lastOfItself);
      return value;
    };
  },
};

/** "Subject", "Observable": the class, since observables have no names; what a pipe of a subject gives is of its own. */
function sourceName(source: unknown): string {
  const name = classNameOf(source) ?? "an observable";
  return name === "AnonymousSubject" ? "Observable" : name;
}
