/**
 * How often each of a few things is there, in the order in which they came.
 *
 * Mostly there is one: a lock has one holder, and a task holds one lock. A `Map` whose single entry comes and goes makes
 * itself anew every few times, which in a program that locks a million times a second is most of what tracing costs. So
 * one thing alone stands in a field, and only several are in a map.
 */
export class Bag<T extends object> {
  #only: T | null = null;
  #count = 0;
  #several: Map<T, number> | null = null;

  /** How many different things there are. */
  get size(): number {
    if (this.#several !== null) return this.#several.size;
    return this.#only === null ? 0 : 1;
  }

  /** The one that has been there longest. */
  get first(): T | null {
    if (this.#several === null) return this.#only;
    return this.#several.keys().next().value ?? null;
  }

  has(item: T): boolean {
    return this.#several === null ? this.#only === item : this.#several.has(item);
  }

  count(item: T): number {
    if (this.#several !== null) return this.#several.get(item) ?? 0;
    return this.#only === item ? this.#count : 0;
  }

  items(): readonly T[] {
    if (this.#several !== null) return [...this.#several.keys()];
    return this.#only === null ? [] : [this.#only];
  }

  add(item: T): void {
    if (this.#several === null) {
      if (this.#only === item) {
        this.#count++;
        return;
      }
      if (this.#only === null) {
        this.#only = item;
        this.#count = 1;
        return;
      }
      this.#several = new Map([[this.#only, this.#count]]);
      this.#only = null;
    }
    this.#several.set(item, (this.#several.get(item) ?? 0) + 1);
  }

  /** Once less. */
  remove(item: T): void {
    const left = this.count(item) - 1;
    if (left <= 0) this.delete(item);
    else if (this.#several !== null) this.#several.set(item, left);
    else this.#count = left;
  }

  /** However often it is there. */
  delete(item: T): void {
    if (this.#several === null) {
      if (this.#only === item) this.#only = null;
      return;
    }
    this.#several.delete(item);
    if (this.#several.size === 0) this.#several = null;
  }
}
