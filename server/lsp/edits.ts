import type { TextEdit } from "vscode-languageserver-protocol";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { TextChange } from "./import-edit.js";

/** From offsets, in which we compute, to the lines and characters of the protocol. */
export function toTextEdits(document: TextDocument, changes: readonly TextChange[]): TextEdit[] {
  return changes.map(({ start, end, newText }) => ({
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    newText,
  }));
}
