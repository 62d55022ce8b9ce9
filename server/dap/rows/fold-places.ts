/**
 * Where the folds of one list of rows stand, from one moment to the next.
 *
 * Rows are in the order in which their tasks were started, because that never changes: a new task comes last, and a row
 * that a pointer is over moves only when one above it is gone. A fold has many tasks, and would move with the end of
 * the oldest; so it keeps its place as long as it is there. It also goes on to be one while its tasks are few: workers
 * change their state all the time, and five of them would fold and unfold with each change.
 */
import type { Tasks } from "../../model/tasks.js";
import type { Entry } from "./alike.js";

/** A few alike tasks are easier to follow one by one. */
const FOLD_FROM = 5;
const FOLDED_FROM = 2;

/** Lists that are remembered: those that nobody looks at any more go first. */
const LISTS_KEPT = 256;

export class FoldPlaces {
  /** By key of a fold: the id of the first task that it ever had. */
  #first: ReadonlyMap<string, number> = new Map();

  /** So few tasks cannot fold. */
  get foldFrom(): number {
    return this.#first.size > 0 ? FOLDED_FROM : FOLD_FROM;
  }

  folds(key: string, count: number): boolean {
    return count >= (this.#first.has(key) ? FOLDED_FROM : FOLD_FROM);
  }

  of(entry: Entry): number {
    if (entry.kind === "task") return entry.task.id;
    return this.#first.get(entry.key) ?? entry.tasks[0].id;
  }

  /** These are there now; others are forgotten. */
  keep(entries: readonly Entry[]): void {
    this.#first = new Map(
      entries.flatMap((entry) =>
        entry.kind === "fold" ? [[entry.key, Math.min(this.of(entry), entry.tasks[0].id)]] : [],
      ),
    );
  }
}

const lists = new WeakMap<Tasks, Map<string, FoldPlaces>>();

/** @param list The rows that stand together, by the id of what they stand under. */
export function foldPlacesOf(model: Tasks, list: string): FoldPlaces {
  const known = lists.get(model) ?? new Map<string, FoldPlaces>();
  lists.set(model, known);
  const places = known.get(list) ?? new FoldPlaces();
  // Put in again, it is the youngest.
  known.delete(list);
  known.set(list, places);
  const [oldest] = known.keys();
  if (known.size > LISTS_KEPT && oldest !== undefined) known.delete(oldest);
  return places;
}
