/** From offsets to lines and columns, both counted from 1. */
import type { Problem } from "../../lsp/lint.js";

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Located extends Problem {
  readonly from: Place;
  readonly to: Place;
  readonly relatedFrom: Place | undefined;
  /** The place of each change of a fix, in its order. */
  readonly placeOf: (offset: number) => Place;
}

export function placesOf(text: string, problems: readonly Problem[]): Located[] {
  if (problems.length === 0) return [];
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const placeOf = (offset: number): Place => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return problems.map((problem) => ({
    ...problem,
    from: placeOf(problem.start),
    to: placeOf(problem.end),
    relatedFrom: problem.related && placeOf(problem.related.start),
    placeOf,
  }));
}
