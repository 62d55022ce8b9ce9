/** A queue whose front is moved seldom: of very many that wait, each turn of the journal takes but a few. */
export class Fifo<T> {
  #items: T[] = [];
  /** Those before it were taken already. */
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  /** Whoever came first, or undefined. It stays. */
  get front(): T | undefined {
    return this.#items[this.#first];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#first++];
    if (2 * this.#first >= this.#items.length) this.replace(this.items());
    return item;
  }

  /** All that are left, first ones first. */
  items(): T[] {
    return this.#items.slice(this.#first);
  }

  replace(items: T[]): void {
    this.#items = items;
    this.#first = 0;
  }
}
