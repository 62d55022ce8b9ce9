import { NodeMap } from "./node-map.js";

/**
 * A short list for each of very many keys. An array for each would take more memory than the heap that it tells of, so
 * all items stand in one, each with the number of the next of its list.
 */
export class Lists<Item> {
  readonly #last = new NodeMap();
  readonly #items: Item[] = [];
  readonly #before: number[] = [];

  push(key: number, item: Item): void {
    this.#before.push(this.#last.get(key) ?? NONE);
    this.#items.push(item);
    this.#last.set(key, this.#items.length - 1);
  }

  /** In the order in which they were put in. */
  of(key: number): Item[] {
    const items: Item[] = [];
    for (let at = this.#last.get(key) ?? NONE; at !== NONE; at = this.#before[at] ?? NONE) {
      const item = this.#items[at];
      if (item !== undefined) items.push(item);
    }
    return items.reverse();
  }

  keys(): Iterable<number> {
    return this.#last.keys();
  }
}

const NONE = -1;
