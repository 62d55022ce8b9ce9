/** Code actions that write the comment which silences a diagnostic: by its code, or, if only a run has seen it, by its kind. */
import { CodeActionKind, type CodeAction, type Diagnostic, type Range } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isRuleCode } from "../codes/codes.js";
import { toDiagnostics, type Checked } from "./diagnostics.js";
import { toTextEdits } from "./edits.js";

interface Asked {
  readonly range: Range;
  /** What the client shows there, which may be more than we told. */
  readonly context: { readonly diagnostics: readonly Diagnostic[] };
}

export function silenceActions(
  document: TextDocument,
  checked: Checked,
  { range, context }: Asked,
): CodeAction[] {
  const diagnostics = toDiagnostics(document, checked);
  const told = diagnostics.slice(0, checked.problems.length);
  const byCode = told.flatMap((diagnostic): CodeAction[] => {
    const { code } = diagnostic;
    const isOurs = typeof code === "string" && isRuleCode(code) && touches(diagnostic.range, range);
    return isOurs ? [silence(document, code, diagnostic.range.start.line, [diagnostic])] : [];
  });
  const byKind = checked.seen.flatMap(({ kind, line }): CodeAction[] => {
    const isHere = range.start.line <= line && line <= range.end.line;
    if (!isHere || told.some((one) => one.range.start.line === line)) return [];
    const shown = [...diagnostics, ...context.diagnostics].filter((one) => one.range.start.line === line);
    return [silence(document, kind, line, shown.slice(0, 1))];
  });
  return [...byCode, ...byKind];
}

function silence(document: TextDocument, name: string, line: number, diagnostics: Diagnostic[]): CodeAction {
  const changes = toTextEdits(document, [commentAbove(document, line, name)]);
  return {
    title: `Silence ${name} here with a comment`,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit: { changes: { [document.uri]: changes } },
  };
}

/** On a line of its own; the reason is the user's to write. */
function commentAbove(document: TextDocument, line: number, name: string) {
  const start = document.offsetAt({ line, character: 0 });
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  const indent = /^[^\S\r\n]*/.exec(text)?.[0] ?? "";
  const eol = text.endsWith("\r\n") ? "\r\n" : "\n";
  return { start, end: start, newText: `${indent}// sluice-ignore ${name}: why it is meant${eol}` };
}

export function touches({ start, end }: Range, range: Range): boolean {
  const isBefore = (a: typeof start, b: typeof start): boolean =>
    a.line < b.line || (a.line === b.line && a.character < b.character);
  return !isBefore(end, range.start) && !isBefore(range.end, start);
}
