/**
 * Awaits one after the other, of which none needs another's result, run together in a group: the first error is the
 * group's. Where a context is passed to them they get the group's, so that an error stops the others.
 */
import { withImports } from "./with-imports.js";
import type { Refactor } from "./refactor.js";
import { canAwait, nodesOutsideFunctions } from "./syntax.js";
import { indentOf } from "../line-edits.js";
import { kindOfName } from "../kinds.js";
import { isTyped } from "../languages.js";
import type { Syntax, ts } from "../parser.js";
import { closest, declarationOf, isReference, nodeAt, parentOf } from "../scopes.js";

export const groupAwaits: Refactor = {
  name: "groupAwaits",
  find(site) {
    const { syntax, start, style } = site;
    const run = runAround(syntax, start);
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last || run.length < 2 || !canAwait(syntax, first.statement)) return undefined;
    const { tree } = syntax;
    const { eol, indent } = style;
    const end = style.semicolons ? ";" : "";
    const base = indentOf(syntax, first.statement);
    const context = contextOf(syntax, run);
    const imports = ["ErrGroup"];
    const changes = withImports(site, { imports }, (names) => {
      const made = names.get("ErrGroup") ?? "ErrGroup";
      const lines = [
        ...run.flatMap((one) => declarationLine(syntax, one, end)),
        context === undefined
          ? `const group = new ${made}()${end}`
          : `const [group, groupContext] = ${made}.withContext(${context})${end}`,
        ...run.flatMap((one) => [
          "await group.go(async () => {",
          `${indent}${one.name === undefined ? "" : `${one.name} = `}${bodyOf(syntax, one, context)}${end}`,
          `})${end}`,
        ]),
        `await group.wait()${end}`,
      ];
      return [
        { start: first.statement.getStart(tree), end: last.statement.end, newText: lines.join(eol + base) },
      ];
    });
    return { title: "Run these awaits side by side in an errgroup", changes };
  },
};

interface Awaited {
  readonly statement: ts.Statement;
  readonly awaiting: ts.AwaitExpression;
  /** What the result is called. */
  readonly name: string | undefined;
}

/** The statements around the cursor that only await, as far as none of them needs another. */
function runAround(syntax: Syntax, offset: number): Awaited[] {
  const { ts } = syntax;
  const statement = closest(
    nodeAt(syntax, offset),
    (node): node is ts.Statement => awaitedBy(syntax, node) !== undefined,
  );
  const holder = statement && parentOf(statement);
  if (!statement || !holder || !(ts.isBlock(holder) || ts.isSourceFile(holder))) return [];
  const { statements } = holder;
  let from = statements.indexOf(statement);
  let to = from;
  const at = (index: number): Awaited | undefined => {
    const node = statements[index];
    return node && awaitedBy(syntax, node);
  };
  while (at(from - 1)) from--;
  while (at(to + 1)) to++;
  const run: Awaited[] = [];
  for (let index = from; index <= to; index++) {
    const one = at(index);
    if (!one) break;
    // What needs an earlier result begins another run, which is the one around the cursor only if the cursor is in it.
    if (usesAny(syntax, one.awaiting, run)) {
      if (statements.indexOf(statement) < index) break;
      run.length = 0;
    }
    run.push(one);
  }
  return run;
}

function awaitedBy(syntax: Syntax, node: ts.Node): Awaited | undefined {
  const { ts } = syntax;
  if (ts.isExpressionStatement(node)) {
    const { expression } = node;
    return ts.isAwaitExpression(expression)
      ? { statement: node, awaiting: expression, name: undefined }
      : undefined;
  }
  if (!ts.isVariableStatement(node) || node.declarationList.declarations.length !== 1) return undefined;
  const [declaration] = node.declarationList.declarations;
  const awaiting = declaration?.initializer;
  if (!declaration || !awaiting || !ts.isAwaitExpression(awaiting) || !ts.isIdentifier(declaration.name))
    return undefined;
  if (isTyped(syntax.language) && typeOf(syntax, declaration, awaiting) === undefined) return undefined;
  return { statement: node, awaiting, name: declaration.name.text };
}

function usesAny(syntax: Syntax, awaiting: ts.Node, run: readonly Awaited[]): boolean {
  const names = new Set(run.flatMap(({ name }) => name ?? []));
  if (names.size === 0) return false;
  const { ts } = syntax;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (isReference(ts, node) && names.has(node.text)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(awaiting);
  return found;
}

function declarationLine(syntax: Syntax, { statement, awaiting, name }: Awaited, end: string): string[] {
  if (name === undefined || !syntax.ts.isVariableStatement(statement)) return [];
  const [declaration] = statement.declarationList.declarations;
  const type = declaration && isTyped(syntax.language) ? typeOf(syntax, declaration, awaiting) : undefined;
  return [type === undefined ? `let ${name}${end}` : `let ${name}!: ${type}${end}`];
}

/** The type of a result, as far as it can be written from the text alone. */
function typeOf(
  { ts, tree }: Syntax,
  declaration: ts.VariableDeclaration,
  { expression }: ts.AwaitExpression,
): string | undefined {
  if (declaration.type) return declaration.type.getText(tree);
  if (!ts.isCallExpression(expression)) return undefined;
  const callee = expression.expression;
  let name: ts.Expression = callee;
  while (ts.isPropertyAccessExpression(name) && !name.questionDotToken) name = name.expression;
  return ts.isIdentifier(name) ? `Awaited<ReturnType<typeof ${callee.getText(tree)}>>` : undefined;
}

/** The one context that all that pass one are given. */
function contextOf(syntax: Syntax, run: readonly Awaited[]): string | undefined {
  const names = new Set(run.flatMap(({ awaiting }) => contextsIn(syntax, awaiting).map(({ text }) => text)));
  return names.size === 1 ? [...names][0] : undefined;
}

function contextsIn(syntax: Syntax, root: ts.Node): ts.Identifier[] {
  return [...nodesOutsideFunctions(syntax, root)].filter((node): node is ts.Identifier => {
    if (!isReference(syntax.ts, node)) return false;
    const declaration = declarationOf(syntax, node);
    return declaration !== undefined && kindOfName(syntax, declaration) === "context";
  });
}

function bodyOf(syntax: Syntax, { awaiting }: Awaited, context: string | undefined): string {
  const { tree, text } = syntax;
  const from = awaiting.getStart(tree);
  const replaced = context === undefined ? [] : contextsIn(syntax, awaiting);
  return replaced.reduceRight(
    (body, node) => body.slice(0, node.getStart(tree) - from) + "groupContext" + body.slice(node.end - from),
    text.slice(from, awaiting.end),
  );
}
