/**
 * A number for each of very many nodes. To a `Map` each is some forty bytes of our heap, about as much as the program has
 * for it; here it is eight bytes a place, and four to eight places for three nodes, outside of that heap.
 */
const EMPTY = 0;
const FIRST_PLACES = 1024;
/** Multiplied by it, numbers that lie close together are spread out: 2^32 divided by the golden ratio. */
const SPREAD = 0x9e3779b1;

export class NodeMap {
  /** Each one more than the node, so that 0 is none. */
  #keys = new Uint32Array(FIRST_PLACES);
  #values = new Uint32Array(FIRST_PLACES);
  #size = 0;

  get(node: number): number | undefined {
    const at = this.#placeOf(node);
    return this.#keys[at] === EMPTY ? undefined : this.#values[at];
  }

  set(node: number, value: number): void {
    let at = this.#placeOf(node);
    if (this.#keys[at] === EMPTY) {
      if (4 * (this.#size + 1) > 3 * this.#keys.length) {
        this.#grow();
        at = this.#placeOf(node);
      }
      this.#keys[at] = node + 1;
      this.#size++;
    }
    this.#values[at] = value;
  }

  /** In no particular order. */
  *keys(): Generator<number> {
    for (const key of this.#keys) if (key !== EMPTY) yield key - 1;
  }

  /** Where the node is, or where it would be put. */
  #placeOf(node: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    let at = Math.imul(node, SPREAD) >>> Math.clz32(mask);
    for (let key = keys[at]; key !== EMPTY && key !== node + 1; key = keys[at]) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Uint32Array(2 * keys.length);
    this.#values = new Uint32Array(2 * keys.length);
    for (let from = 0; from < keys.length; from++) {
      const key = keys[from] ?? EMPTY;
      if (key === EMPTY) continue;
      const at = this.#placeOf(key - 1);
      this.#keys[at] = key;
      this.#values[at] = values[from] ?? 0;
    }
  }
}
