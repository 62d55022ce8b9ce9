/** Changes of a text that fixes are made of. */
import type { TextChange } from "../import-edit.js";
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";

export function insert(at: number, newText: string): TextChange {
  return { start: at, end: at, newText };
}

export function replace(file: FileAnalysis, node: ts.Node, newText: string): TextChange {
  return { start: file.nodes.start(node), end: node.end, newText };
}

/** `await ` before a call, where it may be written. */
export function addAwait(file: FileAnalysis, call: ts.Node): TextChange[] | undefined {
  return file.nodes.canAwait(call) ? [insert(file.nodes.start(call), "await ")] : undefined;
}

export function addArgument(call: ts.CallExpression, text: string): TextChange {
  const last = call.arguments.at(-1);
  // A call ends with its parenthesis.
  return last ? insert(last.end, `, ${text}`) : insert(call.end - 1, text);
}

/** A statement with its line, where it has one for itself. */
export function remove(file: FileAnalysis, statement: ts.Node): TextChange {
  const { text } = file;
  const start = file.nodes.start(statement);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const rest = /^[^\S\n]*\r?\n/.exec(text.slice(statement.end))?.[0];
  if (text.slice(lineStart, start).trim() !== "" || rest === undefined) {
    return { start, end: statement.end, newText: "" };
  }
  return { start: lineStart, end: statement.end + rest.length, newText: "" };
}

export function indentOf(file: FileAnalysis, node: ts.Node): string {
  const { text } = file;
  const lineStart = text.lastIndexOf("\n", file.nodes.start(node) - 1) + 1;
  return /^[^\S\n]*/.exec(text.slice(lineStart))?.[0] ?? "";
}

/**
 * Statements in a `try`, with a call behind them in whatever way they end. Nothing when they declare what is used
 * behind them, or what only the top level may hold.
 */
export function wrapInFinally(
  file: FileAnalysis,
  statements: readonly ts.Statement[],
  call: string,
  dropped?: ts.Statement,
): TextChange[] | undefined {
  const { ts: api } = file;
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last) return undefined;
  const end = dropped?.end ?? last.end;
  const movable = statements.every(
    (one) => !api.isImportDeclaration(one) && !api.isExportDeclaration(one) && !isExported(api, one),
  );
  if (!movable || declaresForLater(file, first, end)) return undefined;

  const { indent, eol, semicolons } = file.style;
  const outer = indentOf(file, first);
  const start = lineStartWithComments(file, first);
  const body = file.text.slice(start, last.end);
  const shifted = shiftLines(file, body, start, indent);
  const lines = [
    `${outer}try {`,
    shifted.startsWith(outer) ? shifted : `${outer}${indent}${shifted}`,
    `${outer}} finally {`,
    `${outer}${indent}${call}${semicolons ? ";" : ""}`,
    `${outer}}`,
  ];
  return [{ start, end, newText: lines.join(eol) }];
}

function isExported(api: typeof ts, node: ts.Statement): boolean {
  const modifiers = api.canHaveModifiers(node) ? api.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === api.SyntaxKind.ExportKeyword) ?? false;
}

/** From the beginning of the line, and of the comments right above, if nothing else stands there. */
function lineStartWithComments(file: FileAnalysis, node: ts.Node): number {
  const { text } = file;
  const own = file.nodes.start(node);
  const [comment] = file.ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const from = comment && text.slice(node.getFullStart(), comment.pos).includes("\n") ? comment.pos : own;
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  return text.slice(lineStart, from).trim() === "" ? lineStart : from;
}

/** One level deeper, but not inside of what a template or a comment of several lines holds. */
function shiftLines(file: FileAnalysis, body: string, offset: number, indent: string): string {
  const fixed = linesInTemplates(file, offset, offset + body.length);
  let at = offset;
  return body
    .split("\n")
    .map((line) => {
      const start = at;
      at += line.length + 1;
      return line.trim() === "" || fixed.some(({ pos, end }) => pos < start && start < end)
        ? line
        : indent + line;
    })
    .join("\n");
}

function linesInTemplates(file: FileAnalysis, from: number, to: number): { pos: number; end: number }[] {
  const { ts: api } = file;
  const found: { pos: number; end: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (node.end < from || node.pos > to) return;
    if (api.isTemplateLiteralToken(node) || api.isJsxText(node)) {
      found.push({ pos: node.getStart(file.tree), end: node.end });
    }
    api.forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

function declaresForLater(file: FileAnalysis, first: ts.Statement, end: number): boolean {
  const scope = first.parent;
  const { pos } = first;
  return file.names.bindings.some(
    ({ declaration, kind, references }) =>
      kind !== "var" &&
      declaration.pos >= pos &&
      declaration.end <= end &&
      scopeNodeOf(file, declaration) === scope &&
      references.some(({ node }) => node.pos < pos || node.pos >= end),
  );
}

/** The block whose name a declaration is. */
function scopeNodeOf(file: FileAnalysis, declaration: ts.Identifier): ts.Node | undefined {
  const { ts: api } = file;
  const statement = file.nodes.statementOf(declaration);
  return statement && (api.isVariableStatement(statement) || api.isDeclarationStatement(statement))
    ? statement.parent
    : undefined;
}
