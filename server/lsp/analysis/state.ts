/** State that a function shares with others: a variable from outside of it, or a property of such a thing or of `this`. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { FunctionNode } from "./nodes.js";

export interface SharedState {
  /** The same for the same state. */
  readonly key: string;
  /** The function whose every run has a state of its own; nothing for the whole file, or for an object's lifetime. */
  readonly within: ts.Node | undefined;
}

export function sharedState(
  file: FileAnalysis,
  target: ts.Expression,
  fn: FunctionNode,
): SharedState | undefined {
  const { ts: api, nodes, names } = file;
  const path: string[] = [];
  let one = nodes.bare(target);
  while (api.isPropertyAccessExpression(one)) {
    path.unshift(one.name.text);
    one = nodes.bare(one.expression);
  }
  if (one.kind === api.SyntaxKind.ThisKeyword) {
    return path.length > 0 ? { key: `this.${path.join(".")}`, within: undefined } : undefined;
  }
  if (!api.isIdentifier(one)) return undefined;
  const binding = names.bindingOf(one);
  if (!binding || nodes.contains(fn, binding.declaration)) return undefined;
  if (binding.kind === "import" || binding.kind === "class" || binding.kind === "function") return undefined;
  // An object that may be another one each time is the same state only by chance.
  if (path.length > 0 && binding.kind !== "const") return undefined;
  const home = binding.scope.home.node;
  const key = `${binding.name}@${binding.declaration.pos}.${path.join(".")}`;
  return { key, within: api.isSourceFile(home) ? undefined : home };
}
