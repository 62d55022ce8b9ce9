/**
 * The suspended functions of a process as calls, in the terms of the model. There may be as many as half of what is in
 * the heap, so each is little; what its activations have in common belongs to the function.
 */
import type { FunctionFacts, Functions } from "./graph/functions.js";
import type { PromiseGraph } from "./graph/promise-graph.js";
import { rankOf } from "./graph/sorted.js";
import { waitTarget, type WaitTarget } from "./graph/waits.js";
import type { Node } from "./snapshot/snapshot.js";
import type { CallId } from "../../tracer/wire/index.js";

export interface SuspendedCall {
  readonly id: CallId;
  readonly generator: Node;
  readonly fn: FunctionFacts;
  /** Null when even the promise is gone: nothing is left that could resume the call. */
  readonly awaited: Node | null;
  /** The call that awaits this one and nothing else, of which it is therefore a frame. */
  caller: SuspendedCall | null;
}

/** All calls that wait, the oldest first as far as their place in the heap tells. */
export class SuspendedCalls {
  readonly all: readonly SuspendedCall[];
  readonly #graph: PromiseGraph;

  constructor(graph: PromiseGraph, functions: Functions, firstId: CallId) {
    this.#graph = graph;
    const all: SuspendedCall[] = [];
    for (const generator of graph.suspended) {
      const awaited = graph.awaitedBy(generator) ?? null;
      if (awaited === null && !isLost(graph, generator)) continue;
      const id = firstId + all.length;
      all.push({ id, generator, fn: functions.of(generator), awaited, caller: null });
    }
    this.all = all;
    for (const call of all) call.caller = this.#callerOf(call);
    for (const call of inRings(all, firstId)) call.caller = null;
  }

  of(generator: Node): SuspendedCall | undefined {
    return this.all[rankOf(generator, this.all.length, (rank) => this.all[rank]?.generator)];
  }

  /** What it waits for in the end. Found out anew each time. */
  targetOf({ awaited }: SuspendedCall): WaitTarget | null {
    return awaited === null ? null : waitTarget(this.#graph, awaited);
  }

  /** Who awaits the call's own promise, if that is one call and there is nothing else. */
  #callerOf(call: SuspendedCall): SuspendedCall | null {
    const own = this.#graph.ownPromiseOf(call.generator);
    const awaiters = own === undefined ? [] : this.#graph.awaiters.of(own);
    const [only] = awaiters;
    if (only === undefined || awaiters.length > 1) return null;
    const caller = this.of(only) ?? null;
    // What Node's module loader awaits is the program, not a part of Node.
    return caller?.fn.internal === true && !call.fn.internal ? null : caller;
  }
}

/** Calls that await each other in a ring: none of them is the outermost, so each is a task of its own. */
function inRings(calls: readonly SuspendedCall[], firstId: CallId): Set<SuspendedCall> {
  const found = new Set<SuspendedCall>();
  /** From which call each was first come by, on the way from caller to caller. */
  const cameFrom = new Uint32Array(calls.length);
  for (const start of calls) {
    let at: SuspendedCall | null = start;
    while (at !== null && cameFrom[at.id - firstId] === 0) {
      cameFrom[at.id - firstId] = start.id;
      at = at.caller;
    }
    if (at === null || cameFrom[at.id - firstId] !== start.id) continue;
    for (; at !== null && !found.has(at); at = at.caller) found.add(at);
  }
  return found;
}

/**
 * A call whose awaited promise is not in the heap any more: collected, because nobody but the call held it. Its
 * own promise is still awaited, so it is neither over nor at a `yield`.
 */
function isLost(graph: PromiseGraph, generator: Node): boolean {
  const own = graph.ownPromiseOf(generator);
  return own !== undefined && graph.hasReactions(own) && graph.resumesOnlyByAwait(generator);
}
