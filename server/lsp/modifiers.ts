/** Words before a declaration. */
import type { ts } from "./parser.js";

export function isAsync(api: typeof ts, node: ts.Node): boolean {
  return hasModifier(api, node, api.SyntaxKind.AsyncKeyword);
}

export function isExported(api: typeof ts, node: ts.Node): boolean {
  return hasModifier(api, node, api.SyntaxKind.ExportKeyword);
}

export function isStatic(api: typeof ts, node: ts.Node): boolean {
  return hasModifier(api, node, api.SyntaxKind.StaticKeyword);
}

function hasModifier(api: typeof ts, node: ts.Node, kind: ts.SyntaxKind): boolean {
  return api.canHaveModifiers(node) && (api.getModifiers(node)?.some((one) => one.kind === kind) ?? false);
}
