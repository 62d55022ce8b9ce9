/**
 * `Promise.all`, `race`, `any` and `allSettled` do not tell their members: a proxy around each looks at the array
 * that it is given. Only a plain array is looked at, so no code of the program runs because of it.
 */
import { types } from "node:util";
import type { WaitOp } from "../wire/index.js";
import type { Calls } from "./calls.js";
import { callOf, Origin, type PromiseNode } from "./node.js";
import { nodeOf } from "./stamp.js";

const OP_OF_COMBINATOR = { all: "all", allSettled: "all", race: "race", any: "race" } as const;

/** A fan-out of more members than this is told by its count and its first members. */
const MEMBERS_KEPT = 10_000;

export function watchCombinators(calls: Calls): void {
  for (const [name, op] of Object.entries(OP_OF_COMBINATOR) as [keyof typeof OP_OF_COMBINATOR, WaitOp][]) {
    const descriptor = Object.getOwnPropertyDescriptor(Promise, name);
    if (descriptor === undefined) continue;
    const proxy = new Proxy(descriptor.value as (values: unknown) => Promise<unknown>, {
      apply: (target, self: unknown, args: [unknown]): unknown => {
        const values = args[0];
        if (calls.muted > 0 || !isPlainArray(values)) return Reflect.apply(target, self, args);
        // A subclass runs code of the program in its constructor: what that starts is not ours to pass over.
        if (self !== Promise) return described(Reflect.apply(target, self, args), calls, op, values);
        // Written out: a frame of ours more would push one of the program's out of its errors' stacks.
        calls.combining++;
        try {
          return described(Reflect.apply(target, self, args), calls, op, values);
        } finally {
          calls.combining--;
        }
      },
    });
    Object.defineProperty(Promise, name, { ...descriptor, value: proxy });
  }
}

function isPlainArray(values: unknown): values is readonly unknown[] {
  return Array.isArray(values) && !types.isProxy(values);
}

function described(result: unknown, calls: Calls, op: WaitOp, values: readonly unknown[]): unknown {
  calls.given(values);
  if (types.isPromise(result)) calls.describe(result, membersOf(calls, op, values));
  return result;
}

function membersOf(calls: Calls, op: WaitOp, values: readonly unknown[]): Origin {
  const origin = new Origin("members", null);
  const members: PromiseNode[] = [];
  for (let i = 0; i < values.length && i < MEMBERS_KEPT; i++) {
    const value = values[i];
    if (typeof value !== "object" || value === null) continue;
    const node = nodeOf(value);
    if (node === undefined) continue;
    members.push(node);
    const call = callOf(node);
    if (call !== null) calls.states.joinCombinator(call);
  }
  origin.op = op;
  origin.members = members;
  origin.memberCount = values.length;
  return origin;
}
