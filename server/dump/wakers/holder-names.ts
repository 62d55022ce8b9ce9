/** What a program calls an object: the variable, the global or the property that holds it. */
import { basename } from "node:path";
import type { Functions } from "../graph/functions.js";
import type { Liveness } from "../graph/liveness.js";
import { NodeMap } from "../graph/node-map.js";
import type { Retainers } from "../graph/retainers.js";
import type { Node, Snapshot } from "../snapshot/snapshot.js";

/** From an object's property to the variable that holds the object, and so on: not farther than this. */
const DEPTH = 3;
/** Some objects are held by thousands. */
const HOLDERS_LOOKED_AT = 200;

/** How a member of a linked list calls the one after it, and how far a list is followed. */
const NEXT: ReadonlySet<string> = new Set(["next", "_next", "#next"]);
const LIST = 100_000;

/** Names of properties that say nothing about who holds an object. */
const ENGINES_OWN = new Set(["__proto__", "constructor", "prototype", "map"]);

interface Named {
  /** Lower is better: a variable says more than a property. */
  readonly rank: number;
  readonly words: string;
}

export class HolderNames {
  readonly #snapshot: Snapshot;
  readonly #retainers: Retainers;
  readonly #functions: Functions;
  readonly #liveness: Liveness;
  readonly #known = new Map<Node, string | null>();
  readonly #lists = new NodeMap();
  readonly #files = new Map<Node, string>();

  constructor(snapshot: Snapshot, retainers: Retainers, functions: Functions, liveness: Liveness) {
    this.#snapshot = snapshot;
    this.#retainers = retainers;
    this.#functions = functions;
    this.#liveness = liveness;
  }

  /** Whether the name of an object leads to a variable of the program: "`queue` of a Pool" does not. */
  static isRooted(words: string): boolean {
    return words.includes("` in ") || words.includes("globalThis.");
  }

  /** "`waiting` in pool.ts", "`queue` of Pool `pool` in app.ts"; null for what has no name. */
  of(object: Node, depth = DEPTH): string | null {
    return this.#named(this.#firstOfList(object), depth);
  }

  /** Of a linked list each member is held by the one before it: its name is that of the first. */
  #firstOfList(object: Node): Node {
    const path: Node[] = [];
    let first = this.#lists.get(object);
    for (let at = object; first === undefined;) {
      path.push(at);
      const before = path.length < LIST ? this.#before(at) : undefined;
      first = before === undefined ? at : this.#lists.get(before);
      at = before ?? at;
    }
    for (const member of path) this.#lists.set(member, first);
    return first;
  }

  #before(object: Node): Node | undefined {
    const snapshot = this.#snapshot;
    let looked = 0;
    for (const { holder, edge } of this.#retainers.of(object)) {
      if (++looked > HOLDERS_LOOKED_AT) return undefined;
      if (!NEXT.has(snapshot.edgeName(edge)) || snapshot.edgeType(edge) !== "property") continue;
      if (snapshot.nameId(holder) === snapshot.nameId(object)) return holder;
    }
    return undefined;
  }

  #named(object: Node, depth: number): string | null {
    const known = this.#known.get(object);
    if (known !== undefined) return known;
    // While it is being found out, a ring of objects has no name.
    this.#known.set(object, null);
    let best: Named | null = null;
    let looked = 0;
    for (const { holder, edge } of this.#retainers.of(object)) {
      if (++looked > HOLDERS_LOOKED_AT) break;
      if (!this.#liveness.isReached(holder)) continue;
      const named = this.#nameBy(holder, this.#snapshot.edgeType(edge), this.#snapshot.edgeName(edge), depth);
      if (named !== null && (best === null || named.rank < best.rank)) best = named;
    }
    const words = best?.words ?? null;
    this.#known.set(object, words);
    return words;
  }

  /** The file whose functions share a context's variables. Thousands of suspended calls may hold it as well. */
  fileOfContext(context: Node): string {
    let file = this.#files.get(context);
    if (file === undefined) this.#files.set(context, (file = this.#findFile(context)));
    return file;
  }

  #findFile(context: Node): string {
    for (const { holder, edge } of this.#retainers.of(context)) {
      if (this.#snapshot.type(holder) !== "closure" || this.#snapshot.edgeName(edge) !== "context") continue;
      const file = this.#functions.fileOfClosure(holder);
      if (file !== "") return file;
    }
    return "";
  }

  #nameBy(holder: Node, edgeType: string, edgeName: string, depth: number): Named | null {
    if (edgeType === "context") {
      const file = this.fileOfContext(holder);
      if (file.startsWith("node:")) return null;
      // A variable that is really a function's own object is nobody's name for it.
      const rank = edgeName === "this" ? 2.5 : 0;
      return { rank, words: `\`${edgeName}\`${file === "" ? "" : ` in ${basename(file)}`}` };
    }
    if (edgeType !== "property" || ENGINES_OWN.has(edgeName) || edgeName.startsWith("<symbol")) return null;
    const className = this.#snapshot.name(holder);
    if (className.startsWith("global")) return { rank: 1, words: `globalThis.${edgeName}` };
    if (depth === 0 || this.#snapshot.type(holder) !== "object") return null;
    const outer = this.of(holder, depth - 1);
    const owner = className === "Object" ? "" : `${className} `;
    if (outer !== null) return { rank: 2, words: `\`${edgeName}\` of ${owner}${outer}` };
    return className === "Object" ? null : { rank: 3, words: `\`${edgeName}\` of ${article(className)}` };
  }
}

export function article(className: string): string {
  return `${/^[aeiou]/i.test(className) ? "an" : "a"} ${className}`;
}
