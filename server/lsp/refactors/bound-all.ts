/** `Promise.all(items.map(work))` starts everything at once; this has so many of them run at a time. */
import { withImports } from "./with-imports.js";
import type { Refactor } from "./refactor.js";
import { isAsync } from "../modifiers.js";
import { closest, nodeAt } from "../scopes.js";
import type { Syntax, ts } from "../parser.js";

export const boundAll: Refactor = {
  name: "boundAll",
  find(site) {
    const { syntax, start } = site;
    const found = boundable(syntax, start);
    if (!found) return undefined;
    const { all, items, work } = found;
    const { ts, tree, text } = syntax;
    const from = work.getStart(tree);
    const changes = withImports(site, { helper: "gopoolplain" }, () => {
      const call = `mapBounded(${text.slice(items.getStart(tree), items.end)}, `;
      // What is given the number and the list as well as the item is now given the item alone.
      const isInline = ts.isArrowFunction(work) || ts.isFunctionExpression(work);
      const lead = !isInline ? "async (item) => " : isAsync(ts, work) ? "" : "async ";
      return [
        { start: all.getStart(tree), end: from, newText: call + lead },
        { start: work.end, end: all.end, newText: isInline ? ")" : "(item))" },
      ];
    });
    return { title: "Bound how many of these run at a time", changes };
  },
};

interface Boundable {
  readonly all: ts.CallExpression;
  readonly items: ts.Expression;
  readonly work: ts.Expression;
}

function boundable(syntax: Syntax, offset: number): Boundable | undefined {
  const { ts, tree } = syntax;
  const isAll = (node: ts.Node): node is ts.CallExpression =>
    ts.isCallExpression(node) && node.expression.getText(tree) === "Promise.all";
  const all = closest(nodeAt(syntax, offset), isAll);
  const [mapped] = all?.arguments ?? [];
  if (!all || !mapped || !ts.isCallExpression(mapped) || mapped.arguments.length !== 1) return undefined;
  const { expression } = mapped;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== "map") return undefined;
  const [work] = mapped.arguments;
  if (!work) return undefined;
  const isInline = ts.isArrowFunction(work) || ts.isFunctionExpression(work);
  if (isInline ? work.parameters.length > 1 : !ts.isIdentifier(work)) return undefined;
  return { all, items: expression.expression, work };
}
