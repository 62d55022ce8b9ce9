import type { Callable } from "../runtime/probe.js";
import type { Named, NamedWaits } from "./named-waits.js";
import { isFunction, isObject, withoutOwnFrames } from "./wrapping.js";

/** Whoever asks this iterator for its next value waits for this. Others of its kind are left alone. */
export function watchNext(waits: NamedWaits, iterator: unknown, named: Named, caller: Callable): void {
  if (!isObject(iterator)) return;
  const next: unknown = Reflect.get(iterator, "next");
  if (!isFunction(next)) return;
  const tell = waits.repeated(named, caller);
  const value = function (this: unknown, ...args: unknown[]): unknown {
    try {
      const promise = Reflect.apply(next, this, args);
      tell(promise);
      return promise;
    } catch (error) {
      throw withoutOwnFrames(error);
    }
  };
  Object.defineProperty(value, "name", { value: next.name, configurable: true });
  const enumerable = Object.getOwnPropertyDescriptor(iterator, "next")?.enumerable ?? false;
  Object.defineProperty(iterator, "next", { value, writable: true, configurable: true, enumerable });
}
