/**
 * What the nodes that matter here look like in a snapshot, on every version of V8 from Node 20 on.
 *
 * - A suspended function is an object with `parameters_and_registers`. An async function's own promise is in an
 *   unnamed slot of it, an async generator's requests are in another.
 * - A promise's `reactions_or_result` is, while it is pending and something reacts to it, the first of a list of
 *   `PromiseReaction`s. Each has its handlers, and the promise (or the capability of it) that the handlers settle.
 * - Handlers that the engine makes itself are closures over a builtin, which the name of their code tells. The
 *   context of an await's handlers leads to the suspended function, that of a promise's two resolving functions to
 *   the promise, that of a combinator's to its result.
 */
import type { Edge, Node, Snapshot } from "../snapshot/snapshot.js";

/** What the engine's own closures do. */
export type Builtin = "await" | "settle" | "all" | "any" | "other";

const BUILTIN_NAME = /^\((\w+) builtin/;

export function builtinKind(codeName: string): Builtin | null {
  const name = BUILTIN_NAME.exec(codeName)?.[1];
  if (name === undefined) return null;
  if (/^Async(Function|Generator)(Await|YieldWithAwait|Return)\w*Closure$/.test(name)) return "await";
  if (/^PromiseCapabilityDefault(Resolve|Reject)$/.test(name)) return "settle";
  if (/^PromiseAll(Settled)?(Resolve|Reject)ElementClosure$/.test(name)) return "all";
  if (/^PromiseAnyRejectElementClosure$/.test(name)) return "any";
  return "other";
}

export class Shapes {
  readonly snapshot: Snapshot;
  /** Types of edges, as numbers. */
  readonly hidden: number;
  readonly internal: number;
  readonly property: number;
  readonly element: number;
  readonly context: number;
  readonly weak: number;
  /** Types of nodes, as numbers. */
  readonly object: number;
  readonly closure: number;
  readonly array: number;
  readonly synthetic: number;
  readonly native: number;
  readonly hiddenNode: number;
  /** Names of edges, as numbers. */
  readonly reactionsEdge: number;
  readonly registersEdge: number;
  readonly extensionEdge: number;
  readonly #code: number;
  readonly #context: number;
  readonly #reactionName: number;
  readonly #capabilityName: number;
  readonly #requestName: number;
  readonly #promiseName: number;
  readonly #moduleName: number;
  readonly #builtins = new Map<Node, Builtin | null>();

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.hidden = snapshot.edgeTypeNumber("hidden");
    this.internal = snapshot.edgeTypeNumber("internal");
    this.property = snapshot.edgeTypeNumber("property");
    this.element = snapshot.edgeTypeNumber("element");
    this.context = snapshot.edgeTypeNumber("context");
    this.weak = snapshot.edgeTypeNumber("weak");
    this.object = snapshot.nodeTypeNumber("object");
    this.closure = snapshot.nodeTypeNumber("closure");
    this.array = snapshot.nodeTypeNumber("array");
    this.synthetic = snapshot.nodeTypeNumber("synthetic");
    this.native = snapshot.nodeTypeNumber("native");
    this.hiddenNode = snapshot.nodeTypeNumber("hidden");
    this.reactionsEdge = snapshot.idOf("reactions_or_result");
    this.registersEdge = snapshot.idOf("parameters_and_registers");
    this.extensionEdge = snapshot.idOf("extension");
    this.#code = snapshot.idOf("code");
    this.#context = snapshot.idOf("context");
    this.#reactionName = snapshot.idOf("system / PromiseReaction");
    this.#capabilityName = snapshot.idOf("system / PromiseCapability");
    this.#requestName = snapshot.idOf("system / AsyncGeneratorRequest");
    this.#promiseName = snapshot.idOf("Promise");
    this.#moduleName = snapshot.idOf("system / SourceTextModule");
  }

  isReaction(node: Node): boolean {
    return this.snapshot.nameId(node) === this.#reactionName;
  }

  isCapability(node: Node): boolean {
    return this.snapshot.nameId(node) === this.#capabilityName;
  }

  isRequest(node: Node): boolean {
    return this.snapshot.nameId(node) === this.#requestName;
  }

  /** An ES module, as the engine has it. */
  isModule(node: Node): boolean {
    return (
      this.snapshot.nameId(node) === this.#moduleName && this.snapshot.nodeTypeId(node) === this.hiddenNode
    );
  }

  isClosure(node: Node): boolean {
    return this.snapshot.nodeTypeId(node) === this.closure;
  }

  /** A promise of the class `Promise` itself, which is what the engine makes. */
  isPlainPromise(node: Node): boolean {
    return this.snapshot.nameId(node) === this.#promiseName && this.snapshot.nodeTypeId(node) === this.object;
  }

  /** Null for a function of JavaScript. */
  builtinOf(closure: Node): Builtin | null {
    const code = this.#internal(closure, this.#code);
    if (code === undefined) return null;
    let kind = this.#builtins.get(code);
    if (kind === undefined) {
      kind = builtinKind(this.snapshot.name(code));
      this.#builtins.set(code, kind);
    }
    return kind;
  }

  contextOf(closure: Node): Node | undefined {
    return this.#internal(closure, this.#context);
  }

  /** The suspended function that an await's handler resumes. */
  generatorOf(handler: Node): Node | undefined {
    const context = this.contextOf(handler);
    return context === undefined ? undefined : this.#internal(context, this.extensionEdge);
  }

  /** A function that can be suspended, or was. */
  isGenerator(node: Node): boolean {
    return this.#internal(node, this.registersEdge) !== undefined;
  }

  /** The promise that a resolving function settles. */
  settledBy(resolver: Node): Node | undefined {
    const context = this.contextOf(resolver);
    return context === undefined
      ? undefined
      : this.#hiddenTarget(context, (node) => this.snapshot.nodeTypeId(node) === this.object);
  }

  /** The promise that a combinator's handler settles in the end. */
  combinedBy(handler: Node): Node | undefined {
    const context = this.contextOf(handler);
    const capability =
      context === undefined ? undefined : this.#hiddenTarget(context, (node) => this.isCapability(node));
    return capability === undefined ? undefined : this.promiseOfCapability(capability);
  }

  promiseOfCapability(capability: Node): Node | undefined {
    return this.#hiddenTarget(capability, (node) => this.snapshot.nodeTypeId(node) === this.object);
  }

  /** The nodes in the engine's unnamed slots. */
  *slots(node: Node): Generator<Node> {
    const { snapshot } = this;
    for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
      if (snapshot.edgeTypeId(edge) === this.hidden) yield snapshot.target(edge);
    }
  }

  isInternalEdge(edge: Edge, name: number): boolean {
    return this.snapshot.edgeNameId(edge) === name && this.snapshot.edgeTypeId(edge) === this.internal;
  }

  #hiddenTarget(node: Node, fits: (node: Node) => boolean): Node | undefined {
    for (const slot of this.slots(node)) if (fits(slot)) return slot;
    return undefined;
  }

  #internal(node: Node, name: number): Node | undefined {
    const { snapshot } = this;
    for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
      if (this.isInternalEdge(edge, name)) return snapshot.target(edge);
    }
    return undefined;
  }
}
