import type { ts } from "../parser.js";
import type { Reference } from "./names.js";

/** What a mention does to the variable. Patterns on the left of `=` write what they name. */
export function accessOf(api: typeof ts, node: ts.Node): Reference["access"] {
  const K = api.SyntaxKind;
  let inner = node;
  for (let outer = node.parent; ; inner = outer, outer = outer.parent) {
    if (api.isBinaryExpression(outer)) {
      const operator = outer.operatorToken.kind;
      if (outer.left !== inner || operator < K.FirstAssignment || operator > K.LastAssignment) return "read";
      if (operator === K.EqualsToken) return "write";
      return inner === node ? "update" : "read";
    }
    if (api.isPrefixUnaryExpression(outer) || api.isPostfixUnaryExpression(outer)) {
      const counts = outer.operator === K.PlusPlusToken || outer.operator === K.MinusMinusToken;
      return counts && inner === node ? "update" : "read";
    }
    if (api.isForInStatement(outer) || api.isForOfStatement(outer)) {
      return outer.initializer === inner ? "write" : "read";
    }
    const inPattern =
      api.isArrayLiteralExpression(outer) ||
      api.isObjectLiteralExpression(outer) ||
      api.isSpreadElement(outer) ||
      api.isSpreadAssignment(outer) ||
      api.isParenthesizedExpression(outer) ||
      (api.isShorthandPropertyAssignment(outer) && outer.name === inner) ||
      (api.isPropertyAssignment(outer) && outer.initializer === inner);
    if (!inPattern) return "read";
  }
}
