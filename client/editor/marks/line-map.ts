/** Where the lines of a text are in a later version of it, as far as they are still there. Lines count from 1. */
import { diffArrays } from "diff";

/** Who has rewritten more than this reads another program. */
const EDITS_AT_MOST = 2000;

export class LineMap {
  /** Null where nothing is different. */
  readonly #now: ReadonlyMap<number, number> | null;

  constructor(before: readonly string[], now: readonly string[]) {
    this.#now = isSame(before, now) ? null : match(before, now);
  }

  /** Null for a line that was changed or removed. */
  now(line: number): number | null {
    return this.#now === null ? line : (this.#now.get(line) ?? null);
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}

function match(before: readonly string[], now: readonly string[]): Map<number, number> {
  const lines = new Map<number, number>();
  let lineBefore = 1;
  let lineNow = 1;
  for (const { added, removed, count } of diffArrays([...before], [...now], {
    maxEditLength: EDITS_AT_MOST,
  }) ?? []) {
    for (let step = 0; !added && !removed && step < count; step++) {
      lines.set(lineBefore + step, lineNow + step);
    }
    if (!added) lineBefore += count;
    if (!removed) lineNow += count;
  }
  return lines;
}
