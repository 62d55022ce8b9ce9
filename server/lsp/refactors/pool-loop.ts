/** A loop that awaits in its body does one thing after the other; this has several turns run at a time. */
import { withImports } from "./with-imports.js";
import type { Refactor } from "./refactor.js";
import { canAwait, nodesOutsideFunctions } from "./syntax.js";
import { indentOf, insert } from "../line-edits.js";
import { kindOf } from "../kinds.js";
import type { Syntax, ts } from "../parser.js";
import { closest, nodeAt, parentOf } from "../scopes.js";

export const poolLoop: Refactor = {
  name: "poolLoop",
  find(site) {
    const { syntax, start } = site;
    const { ts } = syntax;
    const loop = closest(nodeAt(syntax, start), ts.isForOfStatement);
    if (!loop || !canAwait(syntax, loop)) return undefined;
    if (loop.awaitModifier) {
      const isChannel = kindOf(syntax, loop.expression) === "channel" && !leavesEarly(syntax, loop);
      return isChannel ? workersOn(site, loop) : undefined;
    }
    const turns = leavesEarly(syntax, loop) ? undefined : turnOf(syntax, loop);
    return turns && { title: "Run the turns of this loop in a pool", changes: inPool(site, loop, turns) };
  },
};

/** Each turn becomes the function of a pool. */
function inPool(site: Parameters<Refactor["find"]>[0], loop: ts.ForOfStatement, turn: Turn) {
  const { syntax, style } = site;
  const { tree, text } = syntax;
  const items = text.slice(loop.expression.getStart(tree), loop.expression.end);
  const parameter = turn.variable.name.getText(tree);
  return withImports(site, { helper: "gopoolplain" }, () => [
    {
      start: loop.getStart(tree),
      end: turn.body.getStart(tree),
      newText: `await mapBounded(${items}, async (${parameter}) => `,
    },
    ...turn.continues.map((node) => ({
      start: node.getStart(tree),
      end: node.getStart(tree) + "continue".length,
      newText: "return",
    })),
    insert(turn.body.end, `)${style.semicolons ? ";" : ""}`),
  ]);
}

/** Several tasks take from the channel, each as the loop did. */
function workersOn(site: Parameters<Refactor["find"]>[0], loop: ts.ForOfStatement) {
  const { syntax, style } = site;
  const { tree, text } = syntax;
  const { eol, indent } = style;
  const end = style.semicolons ? ";" : "";
  const base = indentOf(syntax, loop);
  const from = loop.getStart(tree);
  const loopText = text.slice(from, loop.end).replaceAll("\n", `\n${indent}${indent}`);
  const changes = withImports(site, { imports: ["ErrGroup"] }, (names) => {
    const lines = [
      `const workers = new ${names.get("ErrGroup") ?? "ErrGroup"}("workers")${end}`,
      `${base}for (let id = 1; id <= 4; id++) {`,
      `${base}${indent}await workers.go(async () => {`,
      `${base}${indent}${indent}${loopText}`,
      `${base}${indent}})${end}`,
      `${base}}`,
      `${base}await workers.wait()${end}`,
    ];
    return [{ start: from, end: loop.end, newText: lines.join(eol) }];
  });
  return { title: "Receive from this channel in several tasks", changes };
}

interface Turn {
  readonly variable: ts.VariableDeclaration;
  readonly body: ts.Block;
  readonly continues: readonly ts.ContinueStatement[];
}

function turnOf(syntax: Syntax, loop: ts.ForOfStatement): Turn | undefined {
  const { ts } = syntax;
  const { initializer, statement } = loop;
  if (!ts.isVariableDeclarationList(initializer) || !ts.isBlock(statement)) return undefined;
  const [variable] = initializer.declarations;
  const inside = [...nodesOutsideFunctions(syntax, statement)];
  if (!variable || !inside.some((node) => ts.isAwaitExpression(node))) return undefined;
  const continues = inside.filter((node) => ts.isContinueStatement(node));
  return { variable, body: statement, continues: continues.filter((node) => loopOf(syntax, node) === loop) };
}

/** Whether the body can end more than its own turn. */
function leavesEarly(syntax: Syntax, loop: ts.ForOfStatement): boolean {
  const { ts } = syntax;
  return [...nodesOutsideFunctions(syntax, loop.statement)].some((node) => {
    if (ts.isReturnStatement(node) || ts.isYieldExpression(node)) return true;
    if (ts.isBreakStatement(node)) return node.label !== undefined || loopOf(syntax, node) === loop;
    return ts.isContinueStatement(node) && node.label !== undefined;
  });
}

/** The loop or switch that a `break` or `continue` is of. */
function loopOf({ ts }: Syntax, node: ts.BreakOrContinueStatement): ts.Node | undefined {
  return closest(
    parentOf(node),
    (each): each is ts.Node =>
      ts.isIterationStatement(each, false) || (ts.isBreakStatement(node) && ts.isSwitchStatement(each)),
  );
}
