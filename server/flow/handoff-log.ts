/** Who handed on to whom, one after the other, in columns: 28 bytes each. The older half is let go when the log is full. */
import type { Handoffs } from "../../media/wire/columns.js";
import type { Handoff } from "../model/tasks.js";

export const HANDOFFS_KEPT = 1 << 16;

const FIRST_ROOM = 256;

export class HandoffLog {
  readonly #kept: number;
  #columns = room(FIRST_ROOM);
  #count = 0;
  /** The number of the first one that is here. */
  #base = 0;

  constructor(kept = HANDOFFS_KEPT) {
    this.#kept = kept;
  }

  get end(): number {
    return this.#base + this.#count;
  }

  push({ from, to, primitive, fromUs, toUs }: Handoff): void {
    if (this.#count >= this.#kept) this.#letGo();
    if (this.#count >= this.#columns.from.length) this.#columns = copied(this.#columns, 0, this.#count * 2);
    const at = this.#count++;
    const columns = this.#columns;
    columns.from[at] = from;
    columns.to[at] = to;
    columns.primitive[at] = primitive ?? 0;
    columns.fromUs[at] = fromUs;
    columns.toUs[at] = toUs;
  }

  /** From this number on; what was let go is left out. */
  slice(fromSeq: number, atMost: number): Handoffs & { readonly nextSeq: number } {
    const start = Math.min(this.#count, Math.max(0, fromSeq - this.#base));
    const end = Math.min(this.#count, start + atMost);
    const { from, to, primitive, fromUs, toUs } = this.#columns;
    return {
      count: end - start,
      from: from.subarray(start, end),
      to: to.subarray(start, end),
      primitive: primitive.subarray(start, end),
      fromUs: fromUs.subarray(start, end),
      toUs: toUs.subarray(start, end),
      nextSeq: this.#base + end,
    };
  }

  /** Lets go of the older part until no more are left. */
  shrinkTo(count: number): void {
    while (this.#count > count) this.#letGo();
  }

  #letGo(): void {
    const half = (this.#count + 1) >> 1;
    this.#columns = copied(this.#columns, half, this.#columns.from.length);
    this.#base += half;
    this.#count -= half;
  }
}

type Columns = Omit<Handoffs, "count">;

function room(count: number): Columns {
  return {
    from: new Uint32Array(count),
    to: new Uint32Array(count),
    primitive: new Uint32Array(count),
    fromUs: new Float64Array(count),
    toUs: new Float64Array(count),
  };
}

function copied(columns: Columns, start: number, length: number): Columns {
  const copy = room(length);
  copy.from.set(columns.from.subarray(start));
  copy.to.set(columns.to.subarray(start));
  copy.primitive.set(columns.primitive.subarray(start));
  copy.fromUs.set(columns.fromUs.subarray(start));
  copy.toUs.set(columns.toUs.subarray(start));
  return copy;
}
