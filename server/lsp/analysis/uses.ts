/** What a file does with a variable. What leaves its sight may be used in any way, and nothing is said about it. */
import type { ts } from "../parser.js";
import type { Nodes } from "./nodes.js";
import type { Binding, Reference } from "./names.js";

export type Use =
  | {
      readonly kind: "call";
      readonly node: ts.Identifier;
      readonly method: string;
      readonly call: ts.CallExpression;
    }
  | { readonly kind: "read"; readonly node: ts.Identifier; readonly property: string }
  | { readonly kind: "iterate"; readonly node: ts.Identifier; readonly loop: ts.ForOfStatement }
  | { readonly kind: "escape"; readonly node: ts.Identifier };

export interface Uses {
  readonly all: readonly Use[];
  /** Passed on, returned, stored, exported, or written anew. */
  readonly escapes: boolean;
  calls(...methods: readonly string[]): readonly Extract<Use, { kind: "call" }>[];
}

export function usesOf(nodes: Nodes, binding: Binding): Uses {
  const all = binding.references.map((reference) => useOf(nodes, reference));
  return {
    all,
    escapes: binding.exported || all.some(({ kind }) => kind === "escape"),
    calls: (...methods) =>
      all.filter((use) => use.kind === "call" && methods.includes(use.method)) as Extract<
        Use,
        { kind: "call" }
      >[],
  };
}

function useOf(nodes: Nodes, { node, access }: Reference): Use {
  const { ts: api } = nodes;
  if (access !== "read") return { kind: "escape", node };
  const outer = nodes.wrapped(node);
  const { parent } = outer;
  if (api.isPropertyAccessExpression(parent) && parent.expression === outer) {
    const property = parent.name.text;
    const member = nodes.wrapped(parent);
    if (api.isCallExpression(member.parent) && member.parent.expression === member) {
      return { kind: "call", node, method: property, call: member.parent };
    }
    const written =
      (api.isBinaryExpression(member.parent) &&
        member.parent.left === member &&
        member.parent.operatorToken.kind === api.SyntaxKind.EqualsToken) ||
      api.isDeleteExpression(member.parent);
    // A method that is taken off its object is called we know not when.
    const taken = property.length > 0 && !NEUTRAL.has(property);
    return written || taken ? { kind: "escape", node } : { kind: "read", node, property };
  }
  if (api.isForOfStatement(parent) && parent.expression === outer) {
    return { kind: "iterate", node, loop: parent };
  }
  const idle =
    api.isExpressionStatement(parent) || api.isVoidExpression(parent) || api.isTypeOfExpression(parent);
  return idle ? { kind: "read", node, property: "" } : { kind: "escape", node };
}

/** Properties that tell of a primitive and do nothing with it. */
const NEUTRAL: ReadonlySet<string> = new Set([
  "length",
  "capacity",
  "closed",
  "name",
  "locked",
  "done",
  "channel",
]);
