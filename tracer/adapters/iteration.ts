import { isFunction, isObject, withoutOwnFrames } from "./wrapping.js";

/** Tells of each promise by which somebody waits for this iterator's next value. Others of its kind are left alone. */
export function watchNext(iterator: unknown, tell: (promise: unknown) => void): void {
  if (!isObject(iterator)) return;
  const next: unknown = Reflect.get(iterator, "next");
  if (!isFunction(next)) return;
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
