/** Who handed on to whom, as the page has it. */
import type { Handoffs as Columns } from "../wire/columns.js";
import type { TimeWindow } from "./raster.js";

export interface Handoff {
  /** Tasks. */
  readonly from: number;
  readonly to: number;
  /** 0 where one resolved the promise that the other waited for. */
  readonly primitive: number;
  readonly fromUs: number;
  readonly toUs: number;
}

/** Above this the older half is let go, as the host does. */
const KEPT = 100_000;

export class Handoffs {
  #all: Handoff[] = [];

  clear(): void {
    this.#all = [];
  }

  /** Grows, and changes, with each piece that is taken. */
  get count(): number {
    return this.#all.length;
  }

  add({ count, from, to, primitive, fromUs, toUs }: Columns): void {
    for (let i = 0; i < count; i++) {
      this.#all.push({
        from: from[i] ?? 0,
        to: to[i] ?? 0,
        primitive: primitive[i] ?? 0,
        fromUs: fromUs[i] ?? 0,
        toUs: toUs[i] ?? 0,
      });
    }
    if (this.#all.length > KEPT) this.#all = this.#all.slice(this.#all.length >> 1);
  }

  /** Those of these tasks that have a part in this stretch, in the order in which they were taken. */
  within({ fromUs, toUs }: TimeWindow, isOf: (task: number) => boolean): Handoff[] {
    return this.#all.filter(
      (one) => one.toUs >= fromUs && one.fromUs <= toUs && (isOf(one.from) || isOf(one.to)),
    );
  }
}
