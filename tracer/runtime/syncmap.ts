import { notAFunction } from "./argument.js";
import { type Cancel, refusal } from "./cancel.js";
import { Flight } from "./flight.js";
import { type PrimitiveState, announce, probe } from "./probe.js";
import { rejectedWith, settledWith } from "./turn.js";

/**
 * A map with the steps that tasks need to be one step: Go's `sync.Map`. JavaScript runs one task at a time, so what
 * a `Map` lacks is the names for these, and `loadOrCompute`, whose step has a wait in it. Where Go returns a value
 * and whether there was one, this returns the pair.
 */
export class SyncMap<K, V> {
  readonly name: string | undefined;
  readonly #entries = new Map<K, V>();
  #flights: Map<K, Flight<V>> | undefined = undefined;

  /** @param name What observers call it. */
  constructor(name?: string) {
    this.name = name;
    if (probe.hasSubscribers) announce(this, "map", name, SyncMap, state);
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** Returns the value, or undefined; `has` tells an absent key from a value of undefined. */
  load(key: K): V | undefined {
    return this.#entries.get(key);
  }

  store(key: K, value: V): void {
    this.#entries.set(key, value);
  }

  /** Returns the value that is there, and true; or stores this one and returns it, and false. */
  loadOrStore(key: K, value: V): [value: V, loaded: boolean] {
    if (this.#entries.has(key)) return [this.#entries.get(key) as V, true];
    this.#entries.set(key, value);
    return [value, false];
  }

  /** Removes the key. Returns the value that was there, and whether there was one. */
  loadAndDelete(key: K): [value: V | undefined, loaded: boolean] {
    const value = this.#entries.get(key);
    return [value, this.#entries.delete(key)];
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Stores the value. Returns the one before it, and whether there was one. */
  swap(key: K, value: V): [previous: V | undefined, loaded: boolean] {
    const result: [V | undefined, boolean] = [this.#entries.get(key), this.#entries.has(key)];
    this.#entries.set(key, value);
    return result;
  }

  /** Stores `next` if the key is there and its value is `old`, by `===`. Returns whether it did. */
  compareAndSwap(key: K, old: V, next: V): boolean {
    if (!this.#holds(key, old)) return false;
    this.#entries.set(key, next);
    return true;
  }

  /** Removes the key if its value is `old`, by `===`. Returns whether it did. */
  compareAndDelete(key: K, old: V): boolean {
    return this.#holds(key, old) && this.#entries.delete(key);
  }

  /**
   * Calls `fn` for each entry until it returns false. As in Go no key is visited twice, whatever is stored and
   * deleted meanwhile, and a key that was deleted meanwhile is not visited.
   */
  range(fn: (key: K, value: V) => unknown): void {
    for (const key of [...this.#entries.keys()]) {
      if (this.#entries.has(key) && fn(key, this.#entries.get(key) as V) === false) return;
    }
  }

  /**
   * Returns the value, computing it first if the key is absent. However many tasks ask meanwhile, `compute` is
   * called once, inside the first call; all get its result. If it fails all get the error, nothing is stored, and
   * the next call computes anew. A value that is stored under the key meanwhile stays, and is what all get.
   *
   * @throws What `compute` throws (as a rejection); the signal's reason, if it fires first. The computation then
   *   goes on, and its value is stored.
   */
  loadOrCompute(key: K, compute: (key: K) => V | PromiseLike<V>, cancel?: Cancel): Promise<Awaited<V>> {
    if (typeof compute !== "function") return rejectedWith(notAFunction("loadOrCompute"));
    if (cancel != null) {
      const refused = refusal(cancel);
      if (refused !== undefined) return refused;
    }
    if (this.#entries.has(key)) return settledWith(this.#entries.get(key) as V);
    const flights = (this.#flights ??= new Map<K, Flight<V>>());
    const shared = flights.get(key);
    if (shared !== undefined) return shared.wait(cancel);
    const flight = new Flight<V>();
    flights.set(key, flight);
    flight.run(
      () => compute(key),
      (value, ok) => {
        flights.delete(key);
        return ok ? this.loadOrStore(key, value as V)[0] : undefined;
      },
    );
    return flight.wait(cancel);
  }

  #holds(key: K, value: V): boolean {
    return this.#entries.has(key) && this.#entries.get(key) === value;
  }
}

function state(subject: object): PrimitiveState {
  return { length: (subject as SyncMap<unknown, unknown>).size, closed: false };
}
