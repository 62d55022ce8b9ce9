/** Rings in the way of the data: where every channel of one is full, each task in it waits for the next. */
import type { Edge } from "../wire/facts.js";

/** Boxes that can reach each other by sends and receives, each ring in the order in which it was entered. */
export function channelCycles(edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { kind, from, to } of edges) {
    if (kind !== "send" && kind !== "receive") continue;
    const known = next.get(from);
    if (known === undefined) next.set(from, [to]);
    else known.push(to);
  }
  return strongComponents(next).filter((ring) => ring.length > 1);
}

interface Visit {
  readonly node: string;
  readonly index: number;
  low: number;
  at: number;
}

/** Tarjan's algorithm with a stack of its own: a chain of a thousand stages is no deep recursion. */
function strongComponents(next: ReadonlyMap<string, readonly string[]>): string[][] {
  const visits = new Map<string, Visit>();
  const open: Visit[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];
  const begin = (node: string): Visit => {
    const visit = { node, index: visits.size, low: visits.size, at: 0 };
    visits.set(node, visit);
    open.push(visit);
    isOpen.add(node);
    return visit;
  };
  for (const root of next.keys()) {
    if (visits.has(root)) continue;
    const path = [begin(root)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const to = next.get(visit.node)?.[visit.at++];
      if (to !== undefined) {
        const known = visits.get(to);
        if (known === undefined) path.push(begin(to));
        else if (isOpen.has(to)) visit.low = Math.min(visit.low, known.index);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) above.low = Math.min(above.low, visit.low);
      if (visit.low !== visit.index) continue;
      const ring: string[] = [];
      for (let last = open.pop(); last !== undefined; last = last === visit ? undefined : open.pop()) {
        isOpen.delete(last.node);
        ring.unshift(last.node);
      }
      found.push(ring);
    }
  }
  return found;
}
