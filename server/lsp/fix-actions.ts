/** Fixes of what the rules tell, as code actions, and the comment that silences it. */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isRuleCode } from "../codes/codes.js";
import { toDiagnostics, type Checked } from "./diagnostics.js";
import { toTextEdits } from "./edits.js";

export const FIX_KINDS: readonly string[] = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite];

export function fixActions(
  document: TextDocument,
  checked: Checked,
  { range, context }: CodeActionParams,
): CodeAction[] {
  const diagnostics = toDiagnostics(document, checked);
  const wanted = (kind: string): boolean =>
    context.only === undefined || context.only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const edit = (changes: Parameters<typeof toTextEdits>[1]): Pick<CodeAction, "edit"> => ({
    edit: { changes: { [document.uri]: toTextEdits(document, changes) } },
  });
  const actions: CodeAction[] = [];
  const silencing: CodeAction[] = [];
  diagnostics.forEach((diagnostic, index) => {
    if (!touches(diagnostic, range)) return;
    const problem = checked.problems[index];
    for (const { title, kind, preferred, changes } of problem?.fixes ?? []) {
      const isQuick = kind === "quickfix";
      const actionKind = isQuick ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite;
      if (!wanted(actionKind)) continue;
      actions.push({
        title,
        kind: actionKind,
        ...(isQuick ? { diagnostics: [diagnostic], isPreferred: preferred ?? false } : {}),
        ...edit(changes),
      });
    }
    if (!wanted(CodeActionKind.QuickFix)) return;
    // What only a run has seen is silenced by its kind, which runs heed.
    const seen = problem ? undefined : checked.seen.find(({ line }) => line === diagnostic.range.start.line);
    const name = seen?.kind ?? diagnostic.code;
    if (typeof name !== "string" || (seen === undefined && !isRuleCode(name))) return;
    silencing.push({
      title: `Silence ${name} here with a comment`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      ...edit([commentAbove(document, diagnostic.range.start.line, name)]),
    });
  });
  return [...actions, ...silencing];
}

function touches({ range: { start, end } }: Diagnostic, range: CodeActionParams["range"]): boolean {
  const isBefore = (a: typeof start, b: typeof start): boolean =>
    a.line < b.line || (a.line === b.line && a.character < b.character);
  return !isBefore(end, range.start) && !isBefore(range.end, start);
}

/** On a line of its own; the reason is the user's to write. */
function commentAbove(document: TextDocument, line: number, name: string) {
  const start = document.offsetAt({ line, character: 0 });
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  const indent = /^[^\S\r\n]*/.exec(text)?.[0] ?? "";
  const eol = text.endsWith("\r\n") ? "\r\n" : "\n";
  return { start, end: start, newText: `${indent}// sluice-ignore ${name}: why it is meant${eol}` };
}
