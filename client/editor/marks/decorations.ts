/** What the marks look like: words after a line, a sign beside it, a ring around it. Theme colours and shapes of our own. */
import * as vscode from "vscode";
import type { LineState } from "../../../server/dap/protocol.js";

export type MarkKind = "words" | "stuckWords" | "ring" | "primitives" | `sign-${LineState}`;

export type MarksOfEditor = Readonly<Record<MarkKind, readonly vscode.DecorationOptions[]>>;

/** Draws in the editors of a window, and no more often than something is different. */
export class Decorations implements vscode.Disposable {
  readonly #types: Readonly<Record<MarkKind, vscode.TextEditorDecorationType>>;
  /** What each editor shows, and of which version of its document: VS Code itself moves what an edit moves. */
  readonly #drawn = new WeakMap<vscode.TextEditor, { readonly version: number; readonly marks: string }>();

  constructor(media: vscode.Uri) {
    this.#types = {
      words: vscode.window.createTextEditorDecorationType(wordsIn("editorCodeLens.foreground")),
      stuckWords: vscode.window.createTextEditorDecorationType(wordsIn("editorError.foreground")),
      ring: vscode.window.createTextEditorDecorationType({
        border: "1px solid",
        borderColor: new vscode.ThemeColor("editorError.foreground"),
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      }),
      primitives: vscode.window.createTextEditorDecorationType({
        ...AT_END,
        after: {
          color: new vscode.ThemeColor("editor.inlineValuesForeground"),
          backgroundColor: new vscode.ThemeColor("editor.inlineValuesBackground"),
          margin: "0 0 0 1.5em",
        },
      }),
      "sign-stuck": signType(media, "stuck", "editorOverviewRuler.errorForeground"),
      "sign-blocked": signType(media, "blocked", "editorOverviewRuler.infoForeground"),
      "sign-outside": signType(media, "outside", "editorCodeLens.foreground"),
    };
  }

  draw(editor: vscode.TextEditor, marks: MarksOfEditor): void {
    const { version } = editor.document;
    const told = JSON.stringify(marks);
    const drawn = this.#drawn.get(editor) ?? { version, marks: NOTHING_DRAWN };
    if (drawn.marks === told && (drawn.version === version || told === NOTHING_DRAWN)) return;
    this.#drawn.set(editor, { version, marks: told });
    for (const kind of KINDS) editor.setDecorations(this.#types[kind], [...marks[kind]]);
  }

  dispose(): void {
    for (const kind of KINDS) this.#types[kind].dispose();
  }
}

export const NO_MARKS: MarksOfEditor = {
  words: [],
  stuckWords: [],
  ring: [],
  primitives: [],
  "sign-stuck": [],
  "sign-blocked": [],
  "sign-outside": [],
};

const KINDS = Object.keys(NO_MARKS) as MarkKind[];
const NOTHING_DRAWN = JSON.stringify(NO_MARKS);

const AT_END: vscode.DecorationRenderOptions = {
  isWholeLine: true,
  rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
};

function wordsIn(color: string): vscode.DecorationRenderOptions {
  return { ...AT_END, after: { color: new vscode.ThemeColor(color), margin: "0 0 0 2em" } };
}

function signType(media: vscode.Uri, state: LineState, color: string): vscode.TextEditorDecorationType {
  const icon = (theme: "dark" | "light"): vscode.ThemableDecorationRenderOptions => ({
    gutterIconPath: vscode.Uri.joinPath(media, "marks", `${state}-${theme}.svg`),
    gutterIconSize: "contain",
  });
  return vscode.window.createTextEditorDecorationType({
    ...AT_END,
    dark: icon("dark"),
    light: icon("light"),
    overviewRulerColor: new vscode.ThemeColor(color),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
}
