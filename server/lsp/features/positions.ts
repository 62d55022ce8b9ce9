import type { Position, Range } from "vscode-languageserver-protocol";

/** What a document knows of its own lines. */
export interface Positions {
  positionAt(offset: number): Position;
}

export function rangeOf(document: Positions, start: number, end: number): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}
