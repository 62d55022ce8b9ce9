/**
 * Who could settle a promise, in words: from its resolving functions along those who hold them, nearest first,
 * until something is met that a person knows: a timer, a socket, a child process, an event's listener, an entry
 * of a map, a variable.
 */
import type { Functions } from "../graph/functions.js";
import type { Liveness } from "../graph/liveness.js";
import type { PromiseGraph } from "../graph/promise-graph.js";
import type { Retainers } from "../graph/retainers.js";
import type { Edge, Node, Snapshot } from "../snapshot/snapshot.js";
import { article, HolderNames } from "./holder-names.js";
import { isTimer, knownObject, timerWaker, type Waker } from "./known-classes.js";

/** Holders looked at for one promise, and wakers told of it. */
const HOLDERS = 400;
/** Some objects are held by thousands, and there may be thousands of promises. */
const RETAINERS = 1000;
const TOLD = 3;

/** A resolver may be held by a callback of another promise, and that one's by yet another. */
const CALLBACKS = 5;

/** What an object calls the inside of itself. */
const INSIDES = new Set(["elements", "properties"]);

/** Reactions of one promise that are followed. */
const REACTIONS = 1000;

export class Wakers {
  readonly #graph: PromiseGraph;
  readonly #snapshot: Snapshot;
  readonly #liveness: Liveness;
  readonly #retainers: Retainers;
  readonly #functions: Functions;
  readonly #names: HolderNames;
  readonly #nowMs: number;

  /** @param nowMs of the event loop's clock, that timers count by */
  constructor(
    graph: PromiseGraph,
    liveness: Liveness,
    retainers: Retainers,
    functions: Functions,
    nowMs: number,
  ) {
    this.#graph = graph;
    this.#snapshot = graph.shapes.snapshot;
    this.#liveness = liveness;
    this.#retainers = retainers;
    this.#functions = functions;
    this.#names = new HolderNames(this.#snapshot, retainers, functions, liveness);
    this.#nowMs = nowMs;
  }

  /** The nearest first; empty when nothing is met that has a name. */
  of(promise: Node): Waker[] {
    const resolvers = this.#graph.resolvers.of(promise).filter((one) => this.#liveness.isReached(one));
    // Without resolving functions it is a part of Node that holds the promise itself.
    const starts = resolvers.length > 0 ? resolvers : [promise];
    const found = new Map<string, Waker>();
    const seen = new Set<Node>([...starts, promise]);
    const queue = [...starts];
    let callbacks = 0;
    let looked = 0;
    let fallback: Waker | null = null;
    for (let i = 0; i < queue.length && i < HOLDERS && found.size < TOLD; i++) {
      const node = queue[i] ?? 0;
      for (const { holder, edge } of this.#retainers.of(node)) {
        if (++looked > RETAINERS) break;
        if (seen.has(holder) || !this.#liveness.isReached(holder) || !this.#holds(holder, edge)) continue;
        const waker = this.#recognize(holder, edge, node);
        const vague = waker?.op === null && !HolderNames.isRooted(waker.words);
        if (waker !== null && vague) fallback ??= waker;
        if (waker !== null && !vague) {
          // Not marked as seen: one object may hold listeners of several events.
          found.set(waker.words, waker);
          continue;
        }
        seen.add(holder);
        if (this.#graph.shapes.isReaction(holder)) {
          if (callbacks++ < CALLBACKS) this.#afterCallback(holder, found, queue, seen);
        } else queue.push(holder);
      }
    }
    if (found.size > 0) return hopefulFirst([...found.values()]).slice(0, TOLD);
    if (resolvers.length === 0) return [{ op: "io", delayMs: 0, words: "an operation of Node's own" }];
    return fallback === null ? [] : [fallback];
  }

  /** Prototypes, maps of hidden classes and roots hold much, and say nothing. */
  #holds(holder: Node, edge: Edge): boolean {
    const type = this.#snapshot.type(holder);
    const name = this.#snapshot.edgeName(edge);
    if (type === "synthetic" || type === "code" || name === "__proto__") return false;
    // What lies in an array is held by the array itself as well, by its index.
    if (type === "object" && INSIDES.has(name) && this.#snapshot.edgeType(edge) === "internal") return false;
    return !this.#snapshot.name(holder).startsWith("system / NativeContext");
  }

  /** A callback of another promise holds it: so whoever settles that one. */
  #afterCallback(reaction: Node, found: Map<string, Waker>, queue: Node[], seen: Set<Node>): void {
    const promise = this.#promiseOf(reaction);
    if (promise === undefined || seen.has(promise)) return;
    seen.add(promise);
    const call = this.#graph.ownerOf.get(promise);
    if (call !== undefined) {
      const name = this.#functions.of(call).name;
      const words = `a callback after ${name === "" ? "an anonymous call" : name} ends`;
      found.set(words, { op: null, delayMs: 0, words });
    }
    for (const resolver of this.#graph.resolvers.of(promise)) {
      if (!seen.has(resolver)) queue.push(resolver);
      seen.add(resolver);
    }
    // What is chained to a promise is settled by that promise's own source.
    for (const source of this.#graph.sources.of(promise)) {
      for (const resolver of this.#graph.resolvers.of(source.promise)) queue.push(resolver);
    }
  }

  /** A promise holds the first of its reactions, and each of them the next. */
  #promiseOf(reaction: Node): Node | undefined {
    const { shapes } = this.#graph;
    for (let at = reaction, i = 0; i < REACTIONS; i++) {
      let before: Node | undefined;
      for (const { holder, edge } of this.#retainers.of(at)) {
        if (shapes.isInternalEdge(edge, shapes.reactionsEdge)) return holder;
        if (shapes.isReaction(holder)) before = holder;
      }
      if (before === undefined) return undefined;
      at = before;
    }
    return undefined;
  }

  #recognize(holder: Node, edge: Edge, held: Node): Waker | null {
    const snapshot = this.#snapshot;
    if (isTimer(snapshot, holder)) return timerWaker(snapshot, holder, this.#nowMs);
    const event = this.#listener(holder, edge);
    if (event !== null) return event;
    const object = knownObject(snapshot, holder);
    if (object !== null) return object;
    const words = this.#container(holder, edge, held);
    return words === null ? null : { op: null, delayMs: 0, words };
  }

  /** A function (or a list of them) in what an emitter calls its `_events`, or an event target's listener. */
  #listener(holder: Node, edge: Edge): Waker | null {
    const snapshot = this.#snapshot;
    const event = snapshot.edgeName(edge);
    if (snapshot.edgeType(edge) !== "property") return null;
    if (event === "<symbol kEvents>") {
      return { op: "event", delayMs: 0, words: `a listener of ${article(snapshot.name(holder))}` };
    }
    for (const { holder: emitter, edge: events } of this.#retainers.of(holder)) {
      if (snapshot.edgeName(events) !== "_events") continue;
      const known = knownObject(snapshot, emitter);
      const name = this.#names.of(emitter);
      const of =
        known?.words ??
        (name === null ? article(snapshot.name(emitter)) : `${snapshot.name(emitter)} ${name}`);
      return { op: known?.op ?? "event", delayMs: 0, words: `event "${event}" of ${of}` };
    }
    return null;
  }

  /** An entry of a map, an element of an array, a property, a variable: if the program has a name for it. */
  #container(holder: Node, edge: Edge, held: Node): string | null {
    const snapshot = this.#snapshot;
    const type = snapshot.edgeType(edge);
    const edgeName = snapshot.edgeName(edge);
    const className = snapshot.name(holder);
    if (type === "context") return this.#variable(holder, edgeName, held);
    if (snapshot.type(holder) !== "object") return null;
    if (className === "Listener") return "an event listener";
    if (className.startsWith("global"))
      return type === "property" && !edgeName.startsWith("<symbol") ? `globalThis.${edgeName}` : null;
    const name = this.#names.of(holder);
    if (name === null) return null;
    if (edgeName === "table" && type === "internal") return `an entry of ${className} ${name}`;
    if (type === "element") return `an element of ${name}`;
    return type === "property" ? `\`${edgeName}\` of ${name}` : null;
  }

  /**
   * A variable that holds the resolving function itself, if it is one of a module: those of functions are held by
   * the functions that use them, which say more.
   */
  #variable(context: Node, name: string, held: Node): string | null {
    if (!this.#graph.shapes.isClosure(held) || !this.#isTopLevel(context)) return null;
    const file = this.#names.fileOfContext(context);
    return file === "" || file.startsWith("node:") ? null : `\`${name}\` in ${file.replace(/^.*[\\/]/, "")}`;
  }

  #isTopLevel(context: Node): boolean {
    const module = this.#snapshot.follow(context, "extension");
    return module !== undefined && this.#snapshot.name(module) === "system / SourceTextModule";
  }
}

/** What ends a wait by failing is not what it waits for. */
const FAILURE = /^event "(error|close|abort|end|finish)"/;

/** Who holds the one resolving function mostly holds the other beside it. */
const REJECT = /^`[_#]*reject\w*` of /;

function hopefulFirst(wakers: readonly Waker[]): Waker[] {
  const fails = (waker: Waker): boolean => FAILURE.test(waker.words);
  const resolving = wakers.filter(({ words }) => !REJECT.test(words));
  const told = resolving.length > 0 ? resolving : wakers;
  return [...told.filter((one) => !fails(one)), ...told.filter(fails)];
}
