/** Changes of a text that fixes are made of. */
import type { TextChange } from "../import-edit.js";
import { indentOf, insert } from "../line-edits.js";
import { isExported } from "../modifiers.js";
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";

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

/** The first of some names that nothing in the file has yet. */
export function freeName(file: FileAnalysis, names: readonly string[]): string | undefined {
  const taken = new Set(file.names.bindings.map(({ name }) => name));
  return names.find((name) => !taken.has(name));
}

/** Code as a statement in the file's style. */
export function asStatement({ style }: FileAnalysis, code: string): string {
  return style.semicolons ? `${code};` : code;
}

/** A statement on a line of its own, before another. */
export function insertBefore(file: FileAnalysis, next: ts.Node, code: string): TextChange {
  const line = asStatement(file, code) + file.style.eol + indentOf(file, next);
  return insert(file.nodes.start(next), line);
}

/** Statements in braces, on lines of their own below the line that a node begins in. */
export function block(file: FileAnalysis, node: ts.Node, statements: readonly string[]): string {
  const { indent, eol } = file.style;
  const outer = eol + indentOf(file, node);
  return `{${statements.map((code) => outer + indent + asStatement(file, code)).join("")}${outer}}`;
}

/** Statements on lines of their own, behind another. */
export function insertAfter(file: FileAnalysis, previous: ts.Node, lines: readonly string[]): TextChange {
  const lead = file.style.eol + indentOf(file, previous);
  return insert(previous.end, lines.map((line) => lead + line).join(""));
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

/** Statements in a `try`, with a call behind them in whatever way they end. */
export function wrapInFinally(
  file: FileAnalysis,
  statements: readonly ts.Statement[],
  call: string,
  dropped?: ts.Statement,
): TextChange[] | undefined {
  return wrapInTry(file, statements, "finally", call, dropped);
}

/**
 * Nothing when the statements declare what is used behind them, or what only the top level may hold.
 *
 * @param handler what comes behind the `try` block: `finally`, `catch (error)`
 * @param call what is done there
 * @param dropped a statement behind them that goes away
 */
export function wrapInTry(
  file: FileAnalysis,
  statements: readonly ts.Statement[],
  handler: string,
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
  if (!movable || declaresForLater(file, first, last.end)) return undefined;

  const { indent, eol } = file.style;
  const outer = indentOf(file, first);
  const start = lineStartWithComments(file, first);
  const body = file.text.slice(start, last.end);
  const shifted = shiftLines(file, body, start, indent);
  const lines = [
    `${outer}try {`,
    shifted.startsWith(outer) ? shifted : `${outer}${indent}${shifted}`,
    `${outer}} ${handler} {`,
    `${outer}${indent}${asStatement(file, call)}`,
    `${outer}}`,
  ];
  return [{ start, end, newText: lines.join(eol) }];
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
