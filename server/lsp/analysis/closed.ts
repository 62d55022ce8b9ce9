/** Calls that find a channel closed, whichever way they are reached, within one function. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { Binding } from "./names.js";
import type { Uses } from "./uses.js";

type CallUse = ReturnType<Uses["calls"]>[number];

export interface TooLate {
  readonly use: CallUse;
  readonly closed: CallUse;
  readonly binding: Binding;
}

const OPEN = 1;
const CLOSED = 2;

/** @param methods those that fail on a closed channel */
export function callsAfterClose(file: FileAnalysis, methods: readonly string[]): TooLate[] {
  return file.names.bindings.flatMap((binding) => {
    if (file.values.kindOfBinding(binding) !== "channel") return [];
    // Another channel may have come in its place.
    if (binding.references.some(({ access }) => access !== "read")) return [];
    const uses = file.uses(binding);
    const closes = uses.calls("close");
    const homes = new Set(closes.map(({ call }) => file.homeOf(call)));
    return [...homes].flatMap((home) => {
      const late = uses
        .calls(...methods)
        .filter(({ call }) => file.homeOf(call) === home && isPlain(file, call));
      const others = closes.filter(({ call }) => file.homeOf(call) === home);
      return late.length === 0 ? [] : lateIn(file, home, binding, late, others);
    });
  });
}

function lateIn(
  file: FileAnalysis,
  home: ts.Node,
  binding: Binding,
  calls: readonly CallUse[],
  closes: readonly CallUse[],
): TooLate[] {
  const closing = new Set<ts.Node>(closes.map(({ call }) => call));
  const before = new Map<ts.Node, number>(calls.map(({ call }) => [call, 0]));
  file.paths(home, OPEN, {
    step(node, bits) {
      if (node === binding.declaration.parent) return OPEN;
      const seen = before.get(node);
      if (seen !== undefined) before.set(node, seen | bits);
      return closing.has(node) ? CLOSED : bits;
    },
  });
  return calls.flatMap((use) => {
    if (before.get(use.call) !== CLOSED) return [];
    const closed = closes.findLast(({ call }) => call.end <= use.call.pos);
    return closed ? [{ use, closed, binding }] : [];
  });
}

/** Its error goes on to the program: it is not what a test asks for, and nobody stands ready to catch it. */
function isPlain(file: FileAnalysis, call: ts.CallExpression): boolean {
  const { ts: api } = file;
  const outer = file.nodes.wrapped(call);
  const whole = api.isAwaitExpression(outer.parent) ? outer.parent : outer;
  if (!api.isExpressionStatement(whole.parent)) return false;
  for (let one: ts.Node = whole; !file.nodes.isFunction(one) && !api.isSourceFile(one); one = one.parent) {
    if (api.isTryStatement(one.parent) && one.parent.tryBlock === one && one.parent.catchClause) return false;
  }
  return true;
}
