/** The call between whose parentheses an offset lies, also where it is not closed yet. */
import type { Syntax, ts } from "../parser.js";
import { nodeAt, parentOf } from "../scopes.js";

export interface CallAround {
  readonly call: ts.CallExpression | ts.NewExpression;
  /** Whether an argument of its own can begin there, and not only a part of one. */
  readonly betweenArguments: boolean;
}

export function callAround(syntax: Syntax, offset: number): CallAround | undefined {
  const { ts, text } = syntax;
  // At the last sign before it: behind an unfinished call there is nothing that belongs to it.
  const anchor = text.slice(0, offset).trimEnd().length - 1;
  if (anchor < 0) return undefined;
  let betweenArguments = text[anchor] === "(" || text[anchor] === ",";
  for (let node: ts.Node | undefined = nodeAt(syntax, anchor); node; node = parentOf(node)) {
    if (!holds(syntax, node, anchor, offset)) continue;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return { call: node, betweenArguments };
    // In the body of a function that is an argument one writes statements.
    if (ts.isBlock(node)) return undefined;
    if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) betweenArguments = false;
  }
  return undefined;
}

/** Whether the offset is inside of the node's brackets, where it has some. */
function holds({ ts, tree, text }: Syntax, node: ts.Node, anchor: number, offset: number): boolean {
  const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
  const from = isCall ? (node.typeArguments?.end ?? node.expression.end) : node.getStart(tree);
  const open = isCall ? text.indexOf("(", from) : from;
  if (open === -1 || open > anchor) return false;
  const isClosed = /[)\]}]/.test(text[node.end - 1] ?? "");
  return isClosed ? offset < node.end : anchor <= node.end;
}
