/**
 * Which rows are to be drawn again because their ages went on: a few at a time, in turn.
 *
 * Drawing a row costs the extension host some hundredths of a millisecond, and other extensions wait meanwhile. So a
 * page of 500 rows is not drawn again at once, each second, but a part of it four times a second.
 */
import type { RowNode } from "./row-tree.js";
import { descriptionOf } from "./row-text.js";

export const AGED_AT_ONCE = 100;

export class Aging {
  /** The description that each row was last drawn with. */
  readonly #drawn = new WeakMap<RowNode, string>();
  /** How many of the rows had their turn before the next one. */
  #turn = 0;

  /** Says that this row is being drawn now. */
  draw(node: RowNode, nowMs: number): void {
    this.#drawn.set(node, descriptionOf(node.row, nowMs));
  }

  /** At most {@link AGED_AT_ONCE} rows that would look otherwise now. Over some calls, each row has its turn. */
  next(shown: readonly RowNode[], nowMs: number): RowNode[] {
    const aged: RowNode[] = [];
    const start = this.#turn < shown.length ? this.#turn : 0;
    for (let step = 0; step < shown.length && aged.length < AGED_AT_ONCE; step++) {
      const index = (start + step) % shown.length;
      this.#turn = index + 1;
      const node = shown[index];
      const drawn = node === undefined ? undefined : this.#drawn.get(node);
      if (node !== undefined && drawn !== undefined && drawn !== descriptionOf(node.row, nowMs)) {
        aged.push(node);
      }
    }
    return aged;
  }
}
