/** Questions about a piece of code that several rewritings ask. */
import { Nodes } from "../analysis/nodes.js";
import type { Syntax, ts } from "../parser.js";

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
  return new Nodes(ts, tree).canAwait(place);
}
