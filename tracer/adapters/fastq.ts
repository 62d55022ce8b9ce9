/** fastq: what is pushed is work, which runs in the order of the queue, or at once. */
import type { Callable } from "../runtime/probe.js";
import type { Adapter } from "./adapter.js";
import { runUntilCalled } from "./callbacks.js";
import { Places, type Work } from "./places.js";
import { countOf, isFunction, isObject, wrapMethod, wrapped, type AnyFunction } from "./wrapping.js";

/** One queue of the package, and the work in it in the order in which it will run. */
class Queue {
  readonly #places: Places;
  readonly #name: string;
  readonly #promises: boolean;
  readonly #pushed: Work[] = [];
  /** Work that is being pushed, and may run within the push. */
  #pushing: Work | null = null;

  constructor(places: Places, worker: AnyFunction, promises: boolean) {
    this.#places = places;
    this.#name = worker.name;
    this.#promises = promises;
  }

  worker(original: AnyFunction): AnyFunction {
    return wrapped(original, (self, args) => {
      const work = this.#next();
      const callback = args.at(-1);
      if (work === undefined) return Reflect.apply(original, self, args);
      if (this.#promises || !isFunction(callback)) return work.run(() => Reflect.apply(original, self, args));
      return runUntilCalled(work, callback, (last) =>
        Reflect.apply(original, self, [...args.slice(0, -1), last]),
      );
    });
  }

  #next(): Work | undefined {
    const pushing = this.#pushing;
    if (pushing === null || pushing.begun) return this.#pushed.shift();
    return pushing;
  }

  made(queue: object, capacity: number, caller: Callable): void {
    this.#places.create(queue, { kind: "queue", name: undefined, capacity, caller, state });
    this.#wrapPush(queue, "push", (work) => this.#pushed.push(work));
    this.#wrapPush(queue, "unshift", (work) => this.#pushed.unshift(work));
    for (const name of ["kill", "killAndDrain", "abort"]) {
      wrapMethod(queue, name, (self, args, method) => {
        this.#pushed.length = 0;
        this.#places.cleared(queue);
        return Reflect.apply(method, self, args);
      });
    }
    wrapMethod(queue, "drained", (self, args, drained) => {
      const promise = Reflect.apply(drained, self, args);
      this.#places.waitsUntilIdle(queue, promise);
      return promise;
    });
  }

  #wrapPush(queue: object, name: string, add: (work: Work) => void): void {
    wrapMethod(queue, name, (self, args, push, caller) => {
      const around = this.#pushing;
      const work = this.#places.queue(queue, this.#name, caller);
      this.#pushing = work;
      try {
        const promise = Reflect.apply(push, self, args);
        if (!work.begun) add(work);
        work.queued(promise);
        return promise;
      } finally {
        this.#pushing = around;
      }
    });
  }
}

function state(queue: object): { length: number; closed: boolean; waiting: number } {
  const { running, length } = queue as { running: () => unknown; length: () => unknown };
  const held = countOf(running());
  // Counting those that wait walks through all of them.
  return { length: held, closed: false, waiting: held === 0 ? 0 : countOf(length()) };
}

function maker(places: Places, make: AnyFunction, promises: boolean): AnyFunction {
  return wrapped(make, (self, args, _original, caller) => {
    const at = isFunction(args[0]) ? 0 : 1;
    const worker = args[at];
    const concurrency = args[at + 1];
    if (!isFunction(worker)) return Reflect.apply(make, self, args);
    const adapted = new Queue(places, worker, promises);
    const queue = Reflect.apply(make, self, [
      ...args.slice(0, at),
      adapted.worker(worker),
      ...args.slice(at + 1),
    ]);
    if (isObject(queue)) adapted.made(queue, countOf(concurrency), caller);
    return queue;
  });
}

export const fastq: Adapter = {
  package: "fastq",
  knows: (major) => major === 1,
  modules: {
    "queue.js": `
      const promise = module.exports.promise;
      module.exports = $("queue", module.exports);
      if (promise) module.exports.promise = $("promise", promise);`,
  },
  start(tell) {
    const places = new Places(tell);
    return (name, value) => (isFunction(value) ? maker(places, value, name === "promise") : value);
  },
};
