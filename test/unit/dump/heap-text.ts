/** Small heaps as the text of a snapshot. */
const NODE_TYPES = ["object", "string", "code"] as const;
const EDGE_TYPES = ["property", "weak"] as const;
const FIELDS = ["type", "name", "id", "self_size", "edge_count"];

export interface HeapNode {
  readonly type: (typeof NODE_TYPES)[number];
  readonly edges: readonly (readonly [type: (typeof EDGE_TYPES)[number], to: number])[];
}

/** Edge names are those of their kinds; nodes have none. */
export function heapText(nodes: readonly HeapNode[]): string {
  const edges = nodes.flatMap((node) => node.edges);
  return JSON.stringify({
    snapshot: {
      meta: {
        node_fields: FIELDS,
        node_types: [NODE_TYPES, "string", "number", "number", "number"],
        edge_fields: ["type", "name_or_index", "to_node"],
        edge_types: [EDGE_TYPES, "string_or_number", "node"],
      },
      node_count: nodes.length,
      edge_count: edges.length,
    },
    nodes: nodes.flatMap((node, i) => [NODE_TYPES.indexOf(node.type), 0, 2 * i + 1, 16, node.edges.length]),
    edges: edges.flatMap(([type, to]) => {
      const number = EDGE_TYPES.indexOf(type);
      return [number, number, to * FIELDS.length];
    }),
    strings: EDGE_TYPES,
  });
}
