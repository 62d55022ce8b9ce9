/** Draws at each line what is known of it: who waits there, what is stuck, and while the program stands, its primitives. */
import * as vscode from "vscode";
import { Decorations, NO_MARKS, type MarkKind, type MarksOfEditor } from "./decorations.js";
import type { KnownLines, LineSource } from "./line-source.js";
import { primitivesInWords, stuckInWords, waitsInWords } from "./mark-words.js";

/** Ages are told in seconds. */
const TICK_MS = 1000;

export function registerLineMarks(source: LineSource, media: vscode.Uri): vscode.Disposable {
  const decorations = new Decorations(media);
  const draw = (): void => {
    for (const editor of vscode.window.visibleTextEditors) {
      const known = source.of(editor.document);
      decorations.draw(editor, known === undefined ? NO_MARKS : marksOf(known, editor.document));
    }
  };
  const ticks = setInterval(draw, TICK_MS);
  return vscode.Disposable.from(
    new vscode.Disposable(() => clearInterval(ticks)),
    decorations,
    source.onDidChange(draw),
  );
}

function marksOf(known: KnownLines, document: vscode.TextDocument): MarksOfEditor {
  const marks = Object.fromEntries(
    Object.keys(NO_MARKS).map((kind) => [kind, [] as vscode.DecorationOptions[]]),
  ) as Record<MarkKind, vscode.DecorationOptions[]>;
  const put = (kind: MarkKind, before: number, contentText?: string): void => {
    const line = known.map.now(before);
    if (line === null || line > document.lineCount) return;
    const options = { range: rangeOf(document.lineAt(line - 1), kind === "ring") };
    marks[kind].push(
      contentText === undefined ? options : { ...options, renderOptions: { after: { contentText } } },
    );
  };
  const nowMs = Date.now();
  const waits = known.facts?.waits ?? [];
  for (const wait of waits) {
    const words = waitsInWords(wait, known.stuck.get(wait.line), nowMs);
    put(wait.state === "stuck" ? "stuckWords" : "words", wait.line, words);
    put(`sign-${wait.state}`, wait.line);
  }
  const told = new Set(waits.map(({ line }) => line));
  for (const stuck of known.stuck.values()) {
    if (stuck.order.length > 0) put("ring", stuck.line);
    if (told.has(stuck.line)) continue;
    put("stuckWords", stuck.line, stuckInWords(stuck));
    put("sign-stuck", stuck.line);
  }
  for (const made of known.facts?.primitives ?? []) put("primitives", made.line, primitivesInWords(made));
  return marks;
}

/** Its text without its indentation, or the place after it. */
function rangeOf(
  { firstNonWhitespaceCharacterIndex, range, text }: vscode.TextLine,
  all: boolean,
): vscode.Range {
  const end = range.end.with({ character: text.trimEnd().length });
  return all
    ? new vscode.Range(range.start.with({ character: firstNonWhitespaceCharacterIndex }), end)
    : range;
}
