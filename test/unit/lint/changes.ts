import type { TextChange } from "../../../server/lsp/import-edit.js";

/** Changes of one text, made from the end on; what is inserted at one place keeps its order. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes
    .map((change, index) => ({ ...change, index }))
    .sort((a, b) => b.start - a.start || b.index - a.index)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}
