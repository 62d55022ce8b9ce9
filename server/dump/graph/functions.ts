/** Names and files of suspended functions. */
import type { Node } from "../snapshot/snapshot.js";
import { textOf } from "../snapshot/text.js";
import type { Shapes } from "./shapes.js";

export interface FunctionFacts {
  /** As the engine names it; empty when it has no name. */
  readonly name: string;
  /** The file's path or URL; empty when it is not known. */
  readonly file: string;
  /** What all activations of one function have in common. */
  readonly identity: Node;
  /** It is the body of a module with a top-level await. */
  readonly module: boolean;
  /** Node's own. */
  readonly internal: boolean;
}

/** Reads each function once, however many activations of it are suspended. */
export class Functions {
  readonly #shapes: Shapes;
  readonly #facts = new Map<Node, FunctionFacts>();
  readonly #modules: ReadonlySet<Node>;

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
    this.#modules = new Set(moduleBodies(shapes));
  }

  of(generator: Node): FunctionFacts {
    const { snapshot } = this.#shapes;
    const closure = snapshot.follow(generator, "function") ?? generator;
    const shared = snapshot.follow(closure, "shared") ?? closure;
    const module = this.#modules.has(generator);
    const known = this.#facts.get(shared);
    if (known !== undefined) return known.module === module ? known : { ...known, module };
    const file = this.#fileOf(shared);
    const internal = file.startsWith("node:");
    const facts = { name: snapshot.name(closure), file, identity: shared, module, internal };
    this.#facts.set(shared, facts);
    return facts;
  }

  /** The file that a JavaScript function stands in; empty for one of the engine. */
  fileOfClosure(closure: Node): string {
    const shared = this.#shapes.snapshot.follow(closure, "shared");
    return shared === undefined ? "" : this.#fileOf(shared);
  }

  #fileOf(shared: Node): string {
    const { snapshot } = this.#shapes;
    const script = snapshot.follow(shared, "script") ?? snapshot.follow(shared, "script_or_debug_info");
    const name = script === undefined ? undefined : snapshot.follow(script, "name");
    return name === undefined ? "" : (textOf(snapshot, name) ?? "");
  }
}

/** The suspended bodies of modules: each is what its module's record calls its code. */
function* moduleBodies(shapes: Shapes): Generator<Node> {
  const { snapshot } = shapes;
  const module = snapshot.idOf("system / SourceTextModule");
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (snapshot.nameId(node) !== module) continue;
    for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++)
      yield snapshot.target(edge);
  }
}
