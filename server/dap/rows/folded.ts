/**
 * A list of tasks whose alike ones are folded. It is made once, and kept as long as the list is: rows are asked for by
 * their ids, one after the other, and 100,000 tasks are not to be folded again for each of them.
 */
import type { Task } from "../../model/task.js";
import type { Entry, Fold } from "./alike.js";

export class Folded {
  readonly entries: readonly Entry[];
  readonly #folds: ReadonlyMap<string, Fold>;

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
    this.#folds = new Map(entries.flatMap((entry) => (entry.kind === "fold" ? [[entry.key, entry]] : [])));
  }

  fold(key: string): Fold | undefined {
    return this.#folds.get(key);
  }
}

const known = new WeakMap<readonly Task[], Folded>();

/** @param tasks An array that stands for one list at one moment, as those of an index do. */
export function foldedOnce(tasks: readonly Task[], fold: () => readonly Entry[]): Folded {
  let folded = known.get(tasks);
  if (folded === undefined) {
    folded = new Folded(fold());
    known.set(tasks, folded);
  }
  return folded;
}
