/**
 * The protocol names threads, frames and variables by small integers; the adapter by keys that say what they are.
 * A key keeps its number as long as it is used: past the limit those unused for longest are forgotten.
 */
export class Numbers<K extends string> {
  readonly #limit: number;
  readonly #numbers = new Map<K, number>();
  readonly #keys = new Map<number, K>();
  #last = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  of(key: K): number {
    const number = this.#numbers.get(key) ?? ++this.#last;
    // A Map is in the order of insertion: put in again, it is the youngest.
    this.#numbers.delete(key);
    this.#numbers.set(key, number);
    this.#keys.set(number, key);
    this.#forgetUnused();
    return number;
  }

  keyOf(number: number): K | undefined {
    return this.#keys.get(number);
  }

  #forgetUnused(): void {
    for (const [key, number] of this.#numbers) {
      if (this.#numbers.size <= this.#limit) return;
      this.#numbers.delete(key);
      this.#keys.delete(number);
    }
  }
}
