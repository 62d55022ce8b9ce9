/** Where a node stands among those that were met in the order of the heap, or -1: a search takes no memory at all. */
import type { Node } from "../snapshot/snapshot.js";

export function rankOf(node: Node, count: number, nodeAt: (rank: number) => Node | undefined): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = nodeAt(middle) ?? 0;
    if (found === node) return middle;
    if (found < node) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
