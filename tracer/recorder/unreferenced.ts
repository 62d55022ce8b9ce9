/** Timers that the program told not to keep it alive: one of them may hold the resolver of a promise. */

const REMEMBERED_AT_MOST = 1000;

type Timer = NodeJS.Timeout & { _destroyed?: boolean };

export class UnreferencedTimers {
  readonly #timers: WeakRef<Timer>[] = [];
  readonly #isOurs: () => boolean;

  /** `isOurs` tells whether the tracer itself is at work. */
  constructor(isOurs: () => boolean) {
    this.#isOurs = isOurs;
  }

  watch(): void {
    const sample = setTimeout(() => undefined, 0);
    clearTimeout(sample);
    const prototype = Object.getPrototypeOf(sample) as { unref: (this: Timer) => Timer };
    const descriptor = Object.getOwnPropertyDescriptor(prototype, "unref");
    if (descriptor === undefined) return;
    const value = new Proxy(prototype.unref, {
      apply: (target, self: Timer): unknown => {
        if (!this.#isOurs() && this.#timers.length < REMEMBERED_AT_MOST) this.#timers.push(new WeakRef(self));
        return Reflect.apply(target, self, []);
      },
    });
    Object.defineProperty(prototype, "unref", { ...descriptor, value });
  }

  /** Whether one of them is still to fire. */
  get pending(): boolean {
    return this.#timers.some((weak) => {
      const timer = weak.deref();
      return timer !== undefined && timer._destroyed !== true && !timer.hasRef();
    });
  }
}
