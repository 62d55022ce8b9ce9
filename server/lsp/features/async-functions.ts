/** Where the async functions of a file are: whoever counts what runs in them shows it there. */
import type { Syntax, ts } from "../parser.js";
import type { AsyncFunction } from "../protocol.js";
import { isAsync } from "../modifiers.js";
import { rangeOf, type Positions } from "./positions.js";
import { isFunction, type FunctionNode } from "./started-tasks.js";

/** In the order of the text: what is inside of another comes after it. */
export function asyncFunctionsIn(syntax: Syntax, document: Positions): AsyncFunction[] {
  const found: AsyncFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunction(syntax, node) && isAsync(syntax.ts, node)) {
      const range = rangeOf(document, node.getStart(syntax.tree), node.end);
      found.push({ range, begins: document.positionAt(beginningOf(syntax, node)) });
    }
    syntax.ts.forEachChild(node, visit);
  };
  visit(syntax.tree);
  return found;
}

/** Below its decorators, if it has some. */
function beginningOf({ ts, tree }: Syntax, node: FunctionNode): number {
  const decorated = ts.isMethodDeclaration(node) && ts.getDecorators(node) !== undefined;
  return (decorated ? node.name : node).getStart(tree);
}
