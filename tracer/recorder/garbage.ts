import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | null = null;

/** A full collection, right now. Costs what one costs: milliseconds for a small heap, more for a large one. */
export function collectGarbage(): void {
  if (collect === null) {
    // The flag takes effect for realms made after it; the program's own has no `gc`, and those it will make have none either.
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
    setFlagsFromString("--no-expose-gc");
  }
  collect();
}
