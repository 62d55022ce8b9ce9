/** The library's classes in a heap. */
import type { Snapshot } from "./snapshot/snapshot.js";

/** Ids of the names that objects of this class may have: a bundler puts an underscore before one that uses itself. */
export function classIds(snapshot: Snapshot, name: string): number[] {
  return [name, `_${name}`].map((variant) => snapshot.idOf(variant)).filter((id) => id >= 0);
}
