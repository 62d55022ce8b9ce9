/** The rewritings that are possible at a place, as code actions. */
import { CodeActionKind, type CodeAction, type CodeActionParams } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { toTextEdits } from "../edits.js";
import { surveySite } from "../expand.js";
import { isLanguageId } from "../languages.js";
import { refactors } from "./index.js";

export const REWRITE_KIND = `${CodeActionKind.RefactorRewrite}.sluice`;

export async function rewritingsAt(
  document: TextDocument | undefined,
  { range, context }: Pick<CodeActionParams, "range" | "context">,
): Promise<CodeAction[]> {
  const language = document?.languageId;
  if (!document || language === undefined || !isLanguageId(language)) return [];
  const wanted = refactors.filter(({ name }) => isWanted(`${REWRITE_KIND}.${name}`, context.only));
  if (wanted.length === 0) return [];
  const start = document.offsetAt(range.start);
  const site = await surveySite(document.getText(), { language, start, end: start, fileName: document.uri });
  return wanted.flatMap((refactor) => {
    const found = refactor.find(site);
    if (!found) return [];
    const edits = toTextEdits(document, found.changes);
    return [
      {
        title: found.title,
        kind: `${REWRITE_KIND}.${refactor.name}`,
        edit: { changes: { [document.uri]: edits } },
      },
    ];
  });
}

/** A client that asks for `refactor` wants all kinds below it. */
function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return only?.some((asked) => asked === "" || kind === asked || kind.startsWith(`${asked}.`)) ?? true;
}
