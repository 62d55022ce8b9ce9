/** Who holds what: the edges of a snapshot, the other way round. */
import type { Edge, Node, Snapshot } from "../snapshot/snapshot.js";

export class Retainers {
  readonly #snapshot: Snapshot;
  /** Edges sorted by what they lead to; those to one node are a range. */
  readonly #edges: Uint32Array;
  readonly #first: Uint32Array;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    const { nodeCount, to } = snapshot;
    const first = new Uint32Array(nodeCount + 1);
    for (const target of to) first[target] = (first[target] ?? 0) + 1;
    for (let node = 1; node <= nodeCount; node++) first[node] = (first[node] ?? 0) + (first[node - 1] ?? 0);
    this.#edges = new Uint32Array(to.length);
    // Until here each number is the end of its node's range; filled from there, it becomes the beginning.
    for (let edge = to.length - 1; edge >= 0; edge--) {
      const target = to[edge] ?? 0;
      const at = (first[target] ?? 0) - 1;
      first[target] = at;
      this.#edges[at] = edge;
    }
    this.#first = first;
  }

  /** The edges that lead to a node, each with where it comes from; weak ones hold nothing. */
  *of(node: Node): Generator<{ readonly holder: Node; readonly edge: Edge }> {
    const end = this.#first[node + 1] ?? 0;
    for (let at = this.#first[node] ?? 0; at < end; at++) {
      const edge = this.#edges[at] ?? 0;
      if (this.#snapshot.edgeType(edge) !== "weak") yield { holder: this.#snapshot.holderOf(edge), edge };
    }
  }
}
