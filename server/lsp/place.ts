/** What the place in a tree is that a cursor stands at. */
import type { Syntax, ts } from "./parser.js";

/** Whether a statement can begin at `start`, where the word up to `end` has been typed of it (or nothing yet). */
export function canBeginStatement(syntax: Syntax, start: number, end: number): boolean {
  return start === end ? isBetweenStatements(syntax, start) : isLoneWord(syntax, start, end);
}

/** The word is an expression statement of its own, in a list of statements: not a member, a string, a comment... */
function isLoneWord(syntax: Syntax, start: number, end: number): boolean {
  const { ts, tree } = syntax;
  let node = innermost(syntax, (child) => child.getStart(tree) <= start && end <= child.end);
  if (!ts.isIdentifier(node) || node.getStart(tree) !== start) return false;
  // Upwards as well: `go` before a line that begins with `(` is parsed as a call of it.
  while (!ts.isExpressionStatement(node)) {
    node = node.parent;
    if (node.getStart(tree) !== start || ts.isSourceFile(node)) return false;
  }
  return holdsStatements(ts, node.parent);
}

function isBetweenStatements(syntax: Syntax, offset: number): boolean {
  const { ts, tree, text } = syntax;
  const holder = innermost(syntax, (child) => child.getStart(tree) < offset && offset < child.end);
  if (!holdsStatements(ts, holder)) return false;
  let gapStart = ts.isBlock(holder) || ts.isModuleBlock(holder) ? holder.getStart(tree) + 1 : holder.pos;
  const previous = holder.statements.findLast(({ end }) => end <= offset);
  if (previous) gapStart = previous.end;
  if (previous && isUnfinished(text.slice(previous.pos, previous.end), text.slice(previous.end, offset)))
    return false;
  return !isInComment(ts, text, gapStart, offset);
}

/** `const a =`, or a statement without its semicolon on the very line: what comes next still belongs to it. */
function isUnfinished(statement: string, gap: string): boolean {
  const endsInOperator = /[=+\-*/%&|^!~<>?:,.([]$/.test(statement) && !/(\+\+|--)$/.test(statement);
  return endsInOperator || (!gap.includes("\n") && !/[;}]$/.test(statement));
}

function isInComment(api: typeof ts, text: string, gapStart: number, offset: number): boolean {
  const comments = [
    ...(api.getTrailingCommentRanges(text, gapStart) ?? []),
    ...(api.getLeadingCommentRanges(text, gapStart) ?? []),
  ];
  return comments.some(({ pos, end, kind }) =>
    // A line comment goes on at its end, a closed block comment does not.
    kind === api.SyntaxKind.SingleLineCommentTrivia
      ? pos < offset && offset <= end
      : pos < offset && offset < end,
  );
}

function holdsStatements(
  api: typeof ts,
  node: ts.Node,
): node is ts.SourceFile | ts.Block | ts.ModuleBlock | ts.CaseOrDefaultClause {
  return (
    api.isSourceFile(node) || api.isBlock(node) || api.isModuleBlock(node) || api.isCaseOrDefaultClause(node)
  );
}

/** The deepest node whose ancestors below the root, and itself, all satisfy `contains`. */
function innermost({ ts, tree }: Syntax, contains: (node: ts.Node) => boolean): ts.Node {
  let node: ts.Node = tree;
  for (;;) {
    const deeper = ts.forEachChild(node, (child) => (contains(child) ? child : undefined));
    if (deeper === undefined) return node;
    node = deeper;
  }
}
