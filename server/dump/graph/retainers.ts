/**
 * Who holds what: the edges of a snapshot, the other way round. Only of what may itself be on the way to somebody whom a
 * person knows: nearly half of all edges lead to what objects have in common (their hidden classes, code) or to values.
 */
import type { Edge, Node, NodeType, Snapshot } from "../snapshot/snapshot.js";

const NEVER_ASKED: readonly NodeType[] = [
  "code",
  "concatenated string",
  "number",
  "object shape",
  "sliced string",
  "string",
  "synthetic",
];

export class Retainers {
  readonly #snapshot: Snapshot;
  /** Edges sorted by what they lead to; those to one node are a range. */
  readonly #edges: Uint32Array;
  readonly #first: Uint32Array;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    const { nodeCount, to } = snapshot;
    const first = new Uint32Array(nodeCount + 1);
    const holds = holding(snapshot);
    for (let edge = 0; edge < to.length; edge++) {
      const target = to[edge] ?? 0;
      if (holds(edge, target)) first[target] = (first[target] ?? 0) + 1;
    }
    for (let node = 1; node <= nodeCount; node++) first[node] = (first[node] ?? 0) + (first[node - 1] ?? 0);
    this.#edges = new Uint32Array(first[nodeCount] ?? 0);
    // Until here each number is the end of its node's range; filled from there, it becomes the beginning.
    for (let edge = to.length - 1; edge >= 0; edge--) {
      const target = to[edge] ?? 0;
      if (!holds(edge, target)) continue;
      const at = (first[target] ?? 0) - 1;
      first[target] = at;
      this.#edges[at] = edge;
    }
    this.#first = first;
  }

  /** The edges that lead to a node, each with where it comes from. */
  *of(node: Node): Generator<{ readonly holder: Node; readonly edge: Edge }> {
    const end = this.#first[node + 1] ?? 0;
    for (let at = this.#first[node] ?? 0; at < end; at++) {
      const edge = this.#edges[at] ?? 0;
      yield { holder: this.#snapshot.holderOf(edge), edge };
    }
  }
}

/** Whether an edge is one that is asked for: weak ones hold nothing. */
function holding(snapshot: Snapshot): (edge: Edge, target: Node) => boolean {
  const weak = snapshot.edgeTypeNumber("weak");
  const never = new Set(NEVER_ASKED.map((type) => snapshot.nodeTypeNumber(type)));
  const asked = Uint8Array.from({ length: 256 }, (_, type) => (never.has(type) ? 0 : 1));
  return (edge, target) => snapshot.edgeTypeId(edge) !== weak && asked[snapshot.nodeTypeId(target)] === 1;
}
