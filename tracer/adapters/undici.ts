/** undici: whoever awaits a request waits for its response, as with `fetch`, and not for what undici listens to. */
import type { Adapter } from "./adapter.js";
import { promising } from "./named-waits.js";
import { hostOf } from "./network.js";
import { isFunction, isObject, wrapped } from "./wrapping.js";

const MODULES = ["api-request", "api-stream", "api-connect", "api-upgrade"];

export const undici: Adapter = {
  package: "undici",
  knows: (major) => major >= 5 && major <= 8,
  modules: Object.fromEntries(
    MODULES.map((name) => [`lib/api/${name}.js`, `module.exports = $("${name}", module.exports);`]),
  ),
  start(tell) {
    const response = promising(tell, (_self, [options]) => {
      const origin: unknown = isObject(options) ? Reflect.get(options, "origin") : undefined;
      return { op: "io", name: () => `HTTP response from ${hostOf(origin) ?? "an HTTP server"}` };
    });
    return (_name, value) => (isFunction(value) ? wrapped(value, response) : value);
  },
};
