/** Which suspended function awaits which promise, and what would settle each promise. */
import type { Node } from "../snapshot/snapshot.js";
import { textOf } from "../snapshot/text.js";
import { Lists } from "./lists.js";
import { NodeMap } from "./node-map.js";
import type { Shapes } from "./shapes.js";
import { rankOf } from "./sorted.js";

/** A promise whose settling settles, or helps to settle, another. */
export interface Source {
  readonly promise: Node;
  readonly via: "then" | "all" | "race";
}

const PENDING = 1;
/** Its own promise is in a slot of its own: of an async generator only its requests are. */
const ASYNC_FUNCTION = 2;

export class PromiseGraph {
  readonly shapes: Shapes;
  /** Suspended async functions and async generators, in the order of the heap. */
  readonly suspended: Node[] = [];
  /** Who awaits a promise. */
  readonly awaiters = new Lists<Node>();
  /** The call whose end settles a promise: its own promise, or a request to an async generator. */
  readonly ownerOf = new NodeMap();
  readonly sources = new Lists<Source>();
  /** The resolving functions of a promise that still exist. */
  readonly resolvers = new Lists<Node>();
  /** How many promises are pending with somebody who waits for them. */
  readonly pendingCount: number;
  readonly #marks: Uint8Array;
  /** The promise of a `go`, by that of its body. */
  readonly #tasks = new NodeMap();
  // By the place in `suspended`; 0, which is the root of the heap, for none.
  readonly #awaited: Uint32Array;
  readonly #ownPromise: Uint32Array;

  constructor(shapes: Shapes) {
    this.shapes = shapes;
    this.#marks = new Uint8Array(shapes.snapshot.nodeCount);
    const promises = this.#collect();
    this.pendingCount = promises.length;
    this.#awaited = new Uint32Array(this.suspended.length);
    this.#ownPromise = new Uint32Array(this.suspended.length);
    for (const promise of promises) this.#readReactions(promise);
    for (const [rank, generator] of this.suspended.entries()) this.#readOwner(rank, generator);
  }

  /** What a suspended function awaits. One that runs, or stands at a `yield`, awaits nothing. */
  awaitedBy(generator: Node): Node | undefined {
    return this.#awaited[this.#rankOf(generator)] || undefined;
  }

  /** The promise of its end; of an async generator that of the request which it works on. */
  ownPromiseOf(generator: Node): Node | undefined {
    return this.#ownPromise[this.#rankOf(generator)] || undefined;
  }

  /** What a `go` whose body settles this promise was named; undefined of any other promise. */
  taskNameOf(body: Node): string | undefined {
    const { snapshot } = this.shapes;
    const task = this.#tasks.get(body);
    const name = task === undefined ? undefined : snapshot.follow(task, "name");
    return name === undefined ? undefined : textOf(snapshot, name);
  }

  /** It is pending, and something waits for it. */
  hasReactions(promise: Node): boolean {
    return this.#marks[promise] === PENDING;
  }

  /** It is an async function: an async generator may also be resumed by whoever calls `next`. */
  resumesOnlyByAwait(generator: Node): boolean {
    return this.#marks[generator] === ASYNC_FUNCTION;
  }

  #rankOf(generator: Node): number {
    return rankOf(generator, this.suspended.length, (rank) => this.suspended[rank]);
  }

  /** One pass over the heap. Returns the promises that something reacts to. */
  #collect(): Node[] {
    const { snapshot, reactionsEdge, registersEdge, closure } = this.shapes;
    const promises: Node[] = [];
    for (let node = 0; node < snapshot.nodeCount; node++) {
      if (snapshot.nodeTypeId(node) === closure) {
        this.#readResolver(node);
        continue;
      }
      const end = snapshot.endEdge(node);
      for (let edge = snapshot.firstEdge(node); edge < end; edge++) {
        if (snapshot.edgeTypeId(edge) !== this.shapes.internal) continue;
        const name = snapshot.edgeNameId(edge);
        if (name === registersEdge) this.suspended.push(node);
        else if (name === reactionsEdge && this.shapes.isReaction(snapshot.target(edge))) {
          promises.push(node);
          this.#marks[node] = PENDING;
        }
      }
    }
    return promises;
  }

  #readResolver(closure: Node): void {
    if (this.shapes.builtinOf(closure) !== "settle") return;
    const promise = this.shapes.settledBy(closure);
    if (promise !== undefined) this.resolvers.push(promise, closure);
  }

  #readReactions(promise: Node): void {
    let reaction = this.shapes.snapshot.follow(promise, "reactions_or_result");
    while (reaction !== undefined) reaction = this.#readReaction(promise, reaction);
  }

  /** Returns the next reaction of the same promise. */
  #readReaction(promise: Node, reaction: Node): Node | undefined {
    const { shapes } = this;
    let next: Node | undefined;
    const settled = new Map<Node, Source["via"]>();
    for (const slot of shapes.slots(reaction)) {
      if (shapes.isReaction(slot)) next = slot;
      else if (shapes.isCapability(slot)) add(settled, shapes.promiseOfCapability(slot), "then");
      else if (shapes.isClosure(slot)) this.#readHandler(promise, slot, settled);
      else if (shapes.isPlainPromise(slot)) add(settled, slot, "then");
    }
    for (const [target, via] of settled) this.sources.push(target, { promise, via });
    return next;
  }

  #readHandler(promise: Node, handler: Node, settled: Map<Node, Source["via"]>): void {
    const { shapes } = this;
    switch (shapes.builtinOf(handler)) {
      case "await": {
        const generator = shapes.generatorOf(handler);
        if (generator === undefined) return;
        const rank = this.#rankOf(generator);
        if ((this.#awaited[rank] ?? 0) !== 0) return;
        this.#awaited[rank] = promise;
        this.awaiters.push(promise, generator);
        return;
      }
      case "settle":
        add(settled, shapes.settledBy(handler), "race");
        return;
      case "all":
        add(settled, shapes.combinedBy(handler), "all");
        return;
      case "any":
        add(settled, shapes.combinedBy(handler), "race");
        return;
      // What runs a function of JavaScript is, mostly, a builtin too.
      case "other":
      case null:
        add(settled, this.#taskEndedBy(promise, handler), "then");
    }
  }

  /** The promise of a `go`: the library hears of the body's end by a function of its own (`runtime/task.ts`). */
  #taskEndedBy(body: Node, handler: Node): Node | undefined {
    const { snapshot } = this.shapes;
    const context = this.shapes.contextOf(handler);
    const task = context === undefined ? undefined : snapshot.follow(context, "task");
    if (task === undefined || !this.shapes.isPlainPromise(task)) return undefined;
    const isTask = ["name", "done"].every((name) => snapshot.follow(task, name) !== undefined);
    if (!isTask) return undefined;
    this.#tasks.set(body, task);
    return task;
  }

  #readOwner(rank: number, generator: Node): void {
    const { shapes } = this;
    for (const slot of shapes.slots(generator)) {
      if (shapes.isPlainPromise(slot)) {
        this.#ownPromise[rank] = slot;
        this.ownerOf.set(slot, generator);
        this.#marks[generator] = ASYNC_FUNCTION;
      } else if (shapes.isRequest(slot)) this.#readRequests(rank, generator, slot);
    }
  }

  #readRequests(rank: number, generator: Node, first: Node): void {
    const { shapes } = this;
    for (let request: Node | undefined = first; request !== undefined;) {
      let next: Node | undefined;
      for (const slot of shapes.slots(request)) {
        if (shapes.isRequest(slot)) next = slot;
        else if (shapes.isPlainPromise(slot)) {
          this.ownerOf.set(slot, generator);
          this.#ownPromise[rank] ||= slot;
        }
      }
      request = next;
    }
  }
}

/** What a handler is says more than the promise beside it; `Promise.all` also passes a resolving function. */
const TELLING: readonly Source["via"][] = ["then", "race", "all"];

function add(settled: Map<Node, Source["via"]>, promise: Node | undefined, via: Source["via"]): void {
  if (promise === undefined) return;
  const known = settled.get(promise);
  if (known === undefined || TELLING.indexOf(via) > TELLING.indexOf(known)) settled.set(promise, via);
}
