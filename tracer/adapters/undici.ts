/** undici: whoever awaits a request waits for its response, as with `fetch`, and not for what undici listens to. */
import type { Adapter } from "./adapter.js";
import { tellWait } from "./named-waits.js";
import { isFunction, isObject, wrapped } from "./wrapping.js";

const MODULES = ["api-request", "api-stream", "api-connect", "api-upgrade"];

export const undici: Adapter = {
  package: "undici",
  knows: (major) => major >= 5 && major <= 7,
  modules: Object.fromEntries(
    MODULES.map((name) => [`lib/api/${name}.js`, `module.exports = $("${name}", module.exports);`]),
  ),
  start(tell) {
    return (_name, value) => {
      if (!isFunction(value)) return value;
      return wrapped(value, (self, args, original, caller) => {
        const promise = Reflect.apply(original, self, args);
        const [options] = args;
        const origin: unknown = isObject(options) ? Reflect.get(options, "origin") : undefined;
        tellWait(tell, promise, { op: "io", name: () => `HTTP response from ${hostOf(origin)}` }, caller);
        return promise;
      });
    };
  },
};

function hostOf(origin: unknown): string {
  try {
    return new URL(String(origin)).host;
  } catch {
    return "an HTTP server";
  }
}
