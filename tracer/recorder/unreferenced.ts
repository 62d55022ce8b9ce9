/** Timers that the program told not to keep it alive: one of them may hold the resolver of a promise. */
import { types } from "node:util";

const REMEMBERED_AT_MOST = 1000;

type Timer = NodeJS.Timeout & { _destroyed?: boolean };
type Method = (this: unknown, ...args: unknown[]) => unknown;

export class UnreferencedTimers {
  readonly #timers: WeakRef<Timer>[] = [];
  readonly #isOurs: () => boolean;
  #hasRef: Method = () => true;

  /** `isOurs` tells whether the tracer itself is at work. */
  constructor(isOurs: () => boolean) {
    this.#isOurs = isOurs;
  }

  watch(): void {
    const sample = setTimeout(() => undefined, 0);
    clearTimeout(sample);
    const prototype = Object.getPrototypeOf(sample) as { unref: Method; hasRef: Method };
    const descriptor = Object.getOwnPropertyDescriptor(prototype, "unref");
    if (descriptor === undefined) return;
    this.#hasRef = prototype.hasRef;
    const value = new Proxy(prototype.unref, {
      apply: (target, self: unknown, args: unknown[]): unknown => {
        if (isTimer(self, prototype)) this.#remember(self);
        return Reflect.apply(target, self, args);
      },
    });
    Object.defineProperty(prototype, "unref", { ...descriptor, value });
  }

  #remember(timer: Timer): void {
    if (!this.#isOurs() && this.#timers.length < REMEMBERED_AT_MOST) this.#timers.push(new WeakRef(timer));
  }

  /** Whether one of them is still to fire. */
  get pending(): boolean {
    return this.#timers.some((weak) => {
      const timer = weak.deref();
      return (
        timer !== undefined && timer._destroyed !== true && Reflect.apply(this.#hasRef, timer, []) !== true
      );
    });
  }
}

/** Anything may stand in a timer's place: `unref.call(...)`. */
function isTimer(value: unknown, prototype: object): value is Timer {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  return Object.getPrototypeOf(value) === prototype;
}
