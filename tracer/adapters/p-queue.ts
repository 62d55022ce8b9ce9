/** p-queue: what is added is work; `onIdle` and its like wait for the queue. */
import type { Adapter, Tell } from "./adapter.js";
import { Places } from "./places.js";
import {
  countOf,
  isFunction,
  isObject,
  wrapMethod,
  wrapped,
  wrappedClass,
  type AnyFunction,
} from "./wrapping.js";

/** They wait until whatever runs is over. */
const UNTIL_IDLE = ["onIdle", "onPendingZero"];

/** They wait until what is queued has got a place. */
const UNTIL_PLACE = ["onEmpty", "onSizeLessThan"];

function adapt(original: AnyFunction, tell: Tell): unknown {
  const prototype: unknown = original.prototype;
  if (!isObject(prototype)) return original;
  const places = new Places(tell);
  wrapMethod(prototype, "add", (self, [fn, ...rest], add, caller) => {
    if (!isFunction(fn)) return Reflect.apply(add, self, [fn, ...rest]);
    const work = places.queue(self, fn.name, caller, isTimed(self) || isTimed(rest[0]));
    const run = wrapped(fn, (inner, args) => work.run(() => Reflect.apply(fn, inner, args)));
    const promise = Reflect.apply(add, self, [run, ...rest]);
    work.queued(promise);
    return promise;
  });
  wrapMethod(prototype, "clear", (self, args, clear) => {
    const result = Reflect.apply(clear, self, args);
    places.cleared(self);
    return result;
  });
  for (const name of UNTIL_IDLE) {
    wrapMethod(prototype, name, (self, args, wait) => {
      const promise = Reflect.apply(wait, self, args);
      if (state(self).length > 0) places.waitsUntilIdle(self, promise);
      return promise;
    });
  }
  for (const name of UNTIL_PLACE) {
    wrapMethod(prototype, name, (self, args, wait) => {
      const promise = Reflect.apply(wait, self, args);
      if (state(self).waiting > 0) places.waitsForPlace(self, promise);
      return promise;
    });
  }
  return wrappedClass(original, (construct, _args, caller) => {
    const queue = construct();
    const concurrency: unknown = Reflect.get(queue, "concurrency");
    const capacity = typeof concurrency === "number" ? concurrency : Infinity;
    places.create(queue, { kind: "queue", name: undefined, capacity, caller, state });
    return queue;
  });
}

/** A queue, or the options of a call, that let work end by a timeout or a signal. */
function isTimed(options: unknown): boolean {
  if (!isObject(options)) return false;
  return Reflect.get(options, "timeout") !== undefined || Reflect.get(options, "signal") !== undefined;
}

function state(queue: object): { length: number; closed: boolean; waiting: number } {
  const { pending, size } = queue as { pending?: unknown; size?: unknown };
  return { length: countOf(pending), closed: false, waiting: countOf(size) };
}

export const pQueue: Adapter = {
  package: "p-queue",
  knows: (major) => major >= 6 && major <= 10,
  modules: {
    "dist/index.js": `
      if (typeof module === "object") exports.default = $("PQueue", exports.default);
      else PQueue = $("PQueue", PQueue);`,
  },
  start: (tell) => (_name, value) => (isFunction(value) ? adapt(value, tell) : value),
};
