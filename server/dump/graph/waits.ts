/** What a suspended function waits for in the end, through chains of `then` and combinators. */
import type { Node } from "../snapshot/snapshot.js";
import type { PromiseGraph } from "./promise-graph.js";

export type WaitTarget =
  /** For the end of a call. `direct`: its very promise is awaited, not one made of it. */
  | { readonly kind: "call"; readonly call: Node; readonly direct: boolean }
  /** For all or the first of several promises, some of them calls. */
  | {
      readonly kind: "all" | "race";
      readonly calls: readonly Node[];
      readonly members: number;
      /** Members that no call settles. */
      readonly promises: readonly Node[];
    }
  /** For a promise that no other promise settles. */
  | { readonly kind: "promise"; readonly promise: Node };

/** Nobody chains so many; a ring of promises would be endless. */
const CHAIN = 10_000;

export function waitTarget(graph: PromiseGraph, awaited: Node): WaitTarget {
  let promise = awaited;
  for (let i = 0; i < CHAIN; i++) {
    const call = graph.ownerOf.get(promise);
    if (call !== undefined) return { kind: "call", call, direct: promise === awaited };
    const sources = graph.sources.of(promise);
    const all = sources.some(({ via }) => via === "all");
    const [only] = sources;
    if (only === undefined) return { kind: "promise", promise };
    if (sources.length === 1 && !all) promise = only.promise;
    else
      return combined(
        graph,
        all ? "all" : "race",
        sources.map((source) => source.promise),
      );
  }
  return { kind: "promise", promise };
}

function combined(graph: PromiseGraph, kind: "all" | "race", members: readonly Node[]): WaitTarget {
  const targets = members.map((member) => waitTarget(graph, member));
  return {
    kind,
    members: members.length,
    calls: targets.flatMap((target) => (target.kind === "call" ? [target.call] : [])),
    promises: targets.flatMap((target) => (target.kind === "promise" ? [target.promise] : [])),
  };
}
