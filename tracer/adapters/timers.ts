/** node:timers/promises: an interval is waited for again and again. (A single timer is known by its promise.) */
import timers from "node:timers/promises";
import { watchNext } from "./iteration.js";
import type { NamedWaits } from "./named-waits.js";
import { wrapFunction } from "./wrapping.js";

export function watchIntervals(waits: NamedWaits): void {
  wrapFunction(timers, "setInterval", (self, args, setInterval, caller) => {
    const iterator = Reflect.apply(setInterval, self, args);
    const [delay, , options] = args as [unknown, unknown, { ref?: unknown } | undefined];
    const ref = options?.ref;
    const name = () => `an interval of ${Number(delay ?? 1).toLocaleString("en-US")} ms`;
    watchNext(iterator, waits.repeated({ op: "io", name, unreferenced: () => ref === false }, caller));
    return iterator;
  });
}
