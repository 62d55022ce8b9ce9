/** The suspended functions of a process as calls, in the terms of the model. */
import type { Functions } from "./graph/functions.js";
import type { PromiseGraph } from "./graph/promise-graph.js";
import { waitTarget, type WaitTarget } from "./graph/waits.js";
import type { Node } from "./snapshot/snapshot.js";
import type { CallId } from "../../tracer/wire/index.js";

export interface SuspendedCall {
  readonly id: CallId;
  readonly generator: Node;
  /** As the engine names it; empty when it has no name. */
  readonly name: string;
  readonly file: string;
  /** Node's own. */
  readonly internal: boolean;
  readonly module: boolean;
  /** The same for all calls of one function. */
  readonly identity: Node;
  /** Null when even the promise is gone: nothing is left that could resume the call. */
  readonly awaited: Node | null;
  readonly target: WaitTarget | null;
  /** The call that awaits this one and nothing else, of which it is therefore a frame. */
  caller: SuspendedCall | null;
}

/** All calls that wait, the oldest first as far as their place in the heap tells. */
export class SuspendedCalls {
  readonly all: readonly SuspendedCall[];
  readonly #byGenerator = new Map<Node, SuspendedCall>();

  constructor(graph: PromiseGraph, functions: Functions, firstId: CallId) {
    let id = firstId;
    for (const generator of graph.suspended) {
      const awaited = graph.awaited.get(generator) ?? null;
      if (awaited === null && !isLost(graph, generator)) continue;
      const { name, file, identity, module } = functions.of(generator);
      const own = graph.ownPromise.get(generator);
      this.#byGenerator.set(generator, {
        id: id++,
        generator,
        name: (own === undefined ? undefined : graph.taskNameOf(own)) ?? name,
        file,
        internal: file.startsWith("node:"),
        module,
        identity,
        awaited,
        target: awaited === null ? null : waitTarget(graph, awaited),
        caller: null,
      });
    }
    this.all = [...this.#byGenerator.values()];
    for (const call of this.all) call.caller = this.#callerOf(graph, call);
    // Of calls that await each other in a ring none is a frame of another: each is a task.
    for (const call of inRings(this.all, (one) => this.#awaitedCall(one))) call.caller = null;
  }

  of(generator: Node): SuspendedCall | undefined {
    return this.#byGenerator.get(generator);
  }

  #awaitedCall({ target }: SuspendedCall): SuspendedCall | undefined {
    return target?.kind === "call" ? this.#byGenerator.get(target.call) : undefined;
  }

  /** Who awaits the call's own promise, if that is one call and there is nothing else. */
  #callerOf(graph: PromiseGraph, call: SuspendedCall): SuspendedCall | null {
    const own = graph.ownPromise.get(call.generator);
    const awaiters = own === undefined ? [] : graph.awaiters.of(own);
    const [only] = awaiters;
    if (only === undefined || awaiters.length > 1) return null;
    const caller = this.#byGenerator.get(only) ?? null;
    // What Node's module loader awaits is the program, not a part of Node.
    return caller?.internal === true && !call.internal ? null : caller;
  }
}

function inRings(
  calls: readonly SuspendedCall[],
  next: (call: SuspendedCall) => SuspendedCall | undefined,
): SuspendedCall[] {
  const seen = new Set<SuspendedCall>();
  return calls.flatMap((start) => {
    const path: SuspendedCall[] = [];
    let call: SuspendedCall | undefined = start;
    for (; call !== undefined && !seen.has(call); call = next(call)) {
      seen.add(call);
      path.push(call);
    }
    // What was seen on an earlier path is no ring of this one.
    const closed = call === undefined ? -1 : path.indexOf(call);
    return closed < 0 ? [] : path.slice(closed);
  });
}

/**
 * A call whose awaited promise is not in the heap any more: collected, because nobody but the call held it. Its
 * own promise is still awaited, so it is neither over nor at a `yield`.
 */
function isLost(graph: PromiseGraph, generator: Node): boolean {
  const own = graph.ownPromise.get(generator);
  return own !== undefined && graph.hasReactions(own) && graph.resumesOnlyByAwait(generator);
}
