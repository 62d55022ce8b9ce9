/** A first-in, first-out buffer in an array that is used in a circle, its size a power of two. */
export class Ring<T> {
  length = 0;
  #head = 0;
  #items: (T | undefined)[] = new Array<T | undefined>(8).fill(undefined);

  push(item: T): void {
    if (this.length === this.#items.length) this.#grow();
    this.#items[(this.#head + this.length) & (this.#items.length - 1)] = item;
    this.length += 1;
  }

  /** Takes out the oldest item. The caller knows that there is one. */
  shift(): T {
    const item = this.#items[this.#head] as T;
    // Emptied, so that what was received can be collected.
    this.#items[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.length -= 1;
    return item;
  }

  #grow(): void {
    const items = this.#items;
    const inOrder = [...items.slice(this.#head), ...items.slice(0, this.#head)];
    this.#items = inOrder.concat(new Array<T | undefined>(items.length).fill(undefined));
    this.#head = 0;
  }
}
