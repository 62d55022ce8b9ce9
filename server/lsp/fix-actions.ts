/** Fixes of what the rules tell, as code actions, and the comments that silence it. */
import { CodeActionKind, type CodeAction, type CodeActionParams } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { toDiagnostics, type Checked } from "./diagnostics.js";
import { toTextEdits } from "./edits.js";
import { silenceActions, touches } from "./silence-actions.js";

export const FIX_KINDS: readonly string[] = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite];

export function fixActions(document: TextDocument, checked: Checked, params: CodeActionParams): CodeAction[] {
  const { only } = params.context;
  const wanted = ({ kind = "" }: CodeAction): boolean =>
    only === undefined || only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const fixes = checked.problems.flatMap((problem, index): CodeAction[] => {
    const diagnostic = toDiagnostics(document, checked)[index];
    if (diagnostic === undefined || !touches(diagnostic.range, params.range)) return [];
    return problem.fixes.map(({ title, kind, preferred = false, changes }) => ({
      title,
      ...(kind === "quickfix"
        ? { kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred: preferred }
        : { kind: CodeActionKind.RefactorRewrite }),
      edit: { changes: { [document.uri]: toTextEdits(document, changes) } },
    }));
  });
  return [...fixes, ...silenceActions(document, checked, params)].filter(wanted);
}
