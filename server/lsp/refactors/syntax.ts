/** Questions about a piece of code that several rewritings ask. */
import type { Syntax, ts } from "../parser.js";
import { parentOf } from "../scopes.js";

export function insertion(at: number, newText: string): { start: number; end: number; newText: string } {
  return { start: at, end: at, newText };
}

/** Every node below, but not those in functions of their own. */
export function* nodesOutsideFunctions({ ts }: Syntax, root: ts.Node): Generator<ts.Node> {
  const stack: ts.Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    if (node !== root && ts.isFunctionLike(node)) continue;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    stack.push(...children.reverse());
  }
}

/** Whether `await` can stand at a place: in an async function, or at the top level of a module. */
export function canAwait({ ts, tree }: Syntax, place: ts.Node): boolean {
  for (let node = parentOf(place); node; node = parentOf(node)) {
    if (ts.isFunctionLike(node)) return isAsync(ts, node);
    if (ts.isClassStaticBlockDeclaration(node)) return false;
  }
  return tree.statements.some(
    (statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement),
  );
}

export function isAsync(api: typeof ts, node: ts.Node): boolean {
  return (
    api.canHaveModifiers(node) &&
    (api.getModifiers(node)?.some(({ kind }) => kind === api.SyntaxKind.AsyncKeyword) ?? false)
  );
}

/** The white space that a node's line begins with. */
export function indentOf({ tree, text }: Syntax, node: ts.Node): string {
  const start = node.getStart(tree);
  const line = text.lastIndexOf("\n", start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, start))?.[0] ?? "";
}
