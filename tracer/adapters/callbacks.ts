/** Work whose end is a call of its callback, as in packages from before promises. */
import type { Callable } from "../runtime/probe.js";
import type { Places, Work } from "./places.js";
import { isFunction, wrapped, type AnyFunction } from "./wrapping.js";

/** Stands for a callback; `first` is called before it is, the first time. */
export function calledFirst(callback: AnyFunction, first: () => void): AnyFunction {
  let called = false;
  return wrapped(callback, (self, args) => {
    if (!called) {
      called = true;
      first();
    }
    return Reflect.apply(callback, self, args);
  });
}

/** Runs `body` as this work, which ends when the callback that `body` is given is called. */
export function runUntilCalled(
  work: Work,
  callback: AnyFunction,
  body: (callback: AnyFunction) => unknown,
): unknown {
  const last = calledFirst(callback, work.ended);
  const result = work.run(() => body(last));
  if (!work.isOver) work.waitsForCallback();
  return result;
}

/**
 * Stands for a function that a package calls for each piece of work: it is over when it calls its last argument, or, where
 * it is asynchronous, when its promise settles.
 */
export function calledForEach(
  places: Places,
  subject: object,
  fn: AnyFunction,
  caller: Callable,
  count: (by: 1 | -1) => void = () => undefined,
): AnyFunction {
  return wrapped(fn, (self, args) => {
    const work = places.queue(subject, fn.name, caller);
    const callback = args.at(-1);
    count(1);
    if (!isFunction(callback) || isAsync(fn)) {
      return work.runToEnd(
        () => Reflect.apply(fn, self, args),
        () => count(-1),
      );
    }
    const counted = calledFirst(callback, () => count(-1));
    return runUntilCalled(work, counted, (last) => Reflect.apply(fn, self, [...args.slice(0, -1), last]));
  });
}

function isAsync(fn: object): boolean {
  return Reflect.get(fn, Symbol.toStringTag) === "AsyncFunction";
}
