/**
 * The heap as a graph in typed arrays. A node is known by its ordinal; its edges are a range of edge ordinals.
 * Names of edges and nodes are numbers into one list of strings, so that questions about names compare numbers.
 */
export interface SnapshotMeta {
  readonly node_fields: readonly string[];
  readonly node_types: readonly [readonly string[], ...unknown[]];
  readonly edge_fields: readonly string[];
  readonly edge_types: readonly [readonly string[], ...unknown[]];
}

/** Ordinal of a node. */
export type Node = number;
/** Ordinal of an edge. */
export type Edge = number;

/** What the kind of an edge's name is: a property's name, a variable's, an index, the engine's own word. */
export type EdgeType = "context" | "element" | "property" | "internal" | "hidden" | "shortcut" | "weak";

export type NodeType =
  | "hidden"
  | "array"
  | "string"
  | "object"
  | "code"
  | "object shape"
  | "closure"
  | "number"
  | "native"
  | "synthetic"
  | "concatenated string"
  | "sliced string";

export class Snapshot {
  readonly nodeCount: number;
  readonly strings: string[] = [];
  readonly to: Uint32Array;
  readonly nodeIds: Uint32Array;

  readonly #nodeTypes: Uint8Array;
  readonly #nodeNames: Uint32Array;
  /** One more than nodes: the last is the end of the last node's edges. */
  readonly #firstEdges: Uint32Array;
  readonly #edgeTypes: Uint8Array;
  readonly #edgeNames: Uint32Array;
  readonly #nodeTypeNames: readonly string[];
  readonly #edgeTypeNames: readonly string[];
  readonly #meta: SnapshotMeta;
  readonly #stringIds = new Map<string, number>();

  constructor(meta: SnapshotMeta, nodeCount: number, edgeCount: number) {
    this.#meta = meta;
    this.nodeCount = nodeCount;
    this.nodeIds = new Uint32Array(nodeCount);
    this.#nodeTypes = new Uint8Array(nodeCount);
    this.#nodeNames = new Uint32Array(nodeCount);
    this.#firstEdges = new Uint32Array(nodeCount + 1);
    this.#edgeTypes = new Uint8Array(edgeCount);
    this.#edgeNames = new Uint32Array(edgeCount);
    this.to = new Uint32Array(edgeCount);
    this.#nodeTypeNames = meta.node_types[0];
    this.#edgeTypeNames = meta.edge_types[0];
  }

  /** A function that takes the numbers of a section, one after the other. */
  taker(section: "nodes" | "edges"): (value: number) => void {
    return section === "nodes" ? this.#nodeTaker() : this.#edgeTaker();
  }

  #nodeTaker(): (value: number) => void {
    const fields = this.#meta.node_fields;
    const [type, name, id, edges] = ["type", "name", "id", "edge_count"].map((one) => fields.indexOf(one));
    let field = 0;
    let node = 0;
    return (value) => {
      if (field === type) this.#nodeTypes[node] = value;
      else if (field === name) this.#nodeNames[node] = value;
      else if (field === id) this.nodeIds[node] = value;
      else if (field === edges) this.#firstEdges[node + 1] = (this.#firstEdges[node] ?? 0) + value;
      if (++field === fields.length) {
        field = 0;
        node++;
      }
    };
  }

  #edgeTaker(): (value: number) => void {
    const nodeFields = this.#meta.node_fields.length;
    let field = 0;
    let edge = 0;
    return (value) => {
      if (field === 0) this.#edgeTypes[edge] = value;
      else if (field === 1) this.#edgeNames[edge] = value;
      else this.to[edge] = value / nodeFields;
      if (++field === 3) {
        field = 0;
        edge++;
      }
    };
  }

  firstEdge(node: Node): Edge {
    return this.#firstEdges[node] ?? 0;
  }

  endEdge(node: Node): Edge {
    return this.#firstEdges[node + 1] ?? 0;
  }

  /** Searched for, since few are asked: a list of them would be as long as that of the edges. */
  holderOf(edge: Edge): Node {
    let low = 0;
    let high = this.nodeCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.firstEdge(middle) <= edge) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  target(edge: Edge): Node {
    return this.to[edge] ?? 0;
  }

  name(node: Node): string {
    return this.strings[this.#nodeNames[node] ?? 0] ?? "";
  }

  nameId(node: Node): number {
    return this.#nodeNames[node] ?? 0;
  }

  type(node: Node): NodeType {
    return this.#nodeTypeNames[this.#nodeTypes[node] ?? 0] as NodeType;
  }

  edgeType(edge: Edge): EdgeType {
    return this.#edgeTypeNames[this.#edgeTypes[edge] ?? 0] as EdgeType;
  }

  /** An index is told as digits. */
  edgeName(edge: Edge): string {
    const name = this.#edgeNames[edge] ?? 0;
    const type = this.edgeType(edge);
    return type === "element" || type === "hidden" ? `${name}` : (this.strings[name] ?? "");
  }

  /** The raw number that stands for an edge's name; see {@link idOf}. */
  edgeNameId(edge: Edge): number {
    return this.#edgeNames[edge] ?? 0;
  }

  /** The number of a type of edges, or -1: to compare with {@link edgeTypeId}. */
  edgeTypeNumber(type: EdgeType): number {
    return this.#edgeTypeNames.indexOf(type);
  }

  edgeTypeId(edge: Edge): number {
    return this.#edgeTypes[edge] ?? 0;
  }

  nodeTypeNumber(type: NodeType): number {
    return this.#nodeTypeNames.indexOf(type);
  }

  nodeTypeId(node: Node): number {
    return this.#nodeTypes[node] ?? 0;
  }

  /** The number of a string, or -1 when the snapshot has none such. */
  idOf(text: string): number {
    // Only a few words are ever asked for: a table of all strings would take more than the search.
    let id = this.#stringIds.get(text);
    if (id === undefined) {
      id = this.strings.indexOf(text);
      this.#stringIds.set(text, id);
    }
    return id;
  }

  /** What a named edge leads to (not one of the elements, nor of the engine's unnamed slots). */
  follow(node: Node, edgeName: string): Node | undefined {
    const id = this.idOf(edgeName);
    if (id < 0) return undefined;
    const element = this.edgeTypeNumber("element");
    const hidden = this.edgeTypeNumber("hidden");
    for (let edge = this.firstEdge(node); edge < this.endEdge(node); edge++) {
      const type = this.#edgeTypes[edge];
      if (this.#edgeNames[edge] === id && type !== element && type !== hidden) return this.to[edge];
    }
    return undefined;
  }

  /** Values at the indices of an array object, in order. */
  elements(node: Node): Node[] {
    const element = this.edgeTypeNumber("element");
    const found: Node[] = [];
    for (let edge = this.firstEdge(node); edge < this.endEdge(node); edge++) {
      if (this.#edgeTypes[edge] === element) found.push(this.to[edge] ?? 0);
    }
    return found;
  }
}
