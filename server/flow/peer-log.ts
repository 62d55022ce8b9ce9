/**
 * Which primitives have got other peers, the latest last: each once, with the number of its latest change. A program may
 * make one for each request, so only the latest are kept.
 */
import type { PrimitiveId } from "../model/task.js";

export const PEERS_KEPT = 1 << 16;

interface Told {
  readonly seq: number;
  readonly peers: string;
}

export class PeerLog {
  readonly #kept: number;
  /** In the order of their changes. */
  readonly #told = new Map<PrimitiveId, Told>();
  #end = 0;

  constructor(kept = PEERS_KEPT) {
    this.#kept = kept;
  }

  /** How many changes there were. */
  get end(): number {
    return this.#end;
  }

  /** @param peers who is at which end, as one word */
  note(id: PrimitiveId, peers: string): void {
    if (this.#told.get(id)?.peers === peers) return;
    this.#told.delete(id);
    this.#told.set(id, { seq: this.#end++, peers });
    if (this.#told.size <= this.#kept) return;
    for (const oldest of this.#told.keys()) {
      this.#told.delete(oldest);
      return;
    }
  }

  /** Those that have changed since there were so many changes. */
  since(end: number): PrimitiveId[] {
    if (end >= this.#end) return [];
    return [...this.#told].flatMap(([id, { seq }]) => (seq < end ? [] : [id]));
  }
}
