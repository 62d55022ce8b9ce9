import { notAFunction } from "./argument.js";
import { type Cancel, refusal } from "./cancel.js";
import { Flight } from "./flight.js";
import { type PrimitiveState, announce, probe } from "./probe.js";
import { rejectedWith } from "./turn.js";

/**
 * Makes one computation of many that are asked for at the same time: Go's `singleflight.Group` of
 * `golang.org/x/sync`. It keeps no results: once a computation has ended, the next call begins another.
 */
export class SingleFlight<T> {
  readonly name: string | undefined;
  readonly #flights = new Map<unknown, Flight<T>>();

  /** @param name What observers call it. */
  constructor(name?: string) {
    this.name = name;
    if (probe.hasSubscribers) announce(this, "singleflight", name, SingleFlight, state);
  }

  /** How many computations are under way that a call could join. */
  get size(): number {
    return this.#flights.size;
  }

  /**
   * Calls `fn`, inside this call, unless a call for the same key is under way: then it waits for that one's result.
   *
   * @param key Told from others as a `Map` does.
   * @returns What the one `fn` returned, the same value for all.
   * @throws What the one `fn` threw (as a rejection), to all.
   * @throws The signal's reason (as a rejection), if it fires first. The computation goes on for the others.
   */
  do(key: unknown, fn: () => T | PromiseLike<T>, cancel?: Cancel): Promise<Awaited<T>> {
    if (typeof fn !== "function") return rejectedWith(notAFunction("do"));
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    const shared = this.#flights.get(key);
    if (shared !== undefined) return shared.wait(cancel);
    const flight = new Flight<T>();
    this.#flights.set(key, flight);
    flight.run(fn, (value) => {
      // Forgotten, and perhaps begun anew: then the key is another's.
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
      return value;
    });
    return flight.wait(cancel);
  }

  /** The next call for this key begins a computation of its own, even while one is under way. */
  forget(key: unknown): void {
    this.#flights.delete(key);
  }
}

function state(subject: object): PrimitiveState {
  return { length: (subject as SingleFlight<unknown>).size, closed: false };
}
