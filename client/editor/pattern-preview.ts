/** A pattern's picture and code in a read-only editor beside the user's, for as long as the list of patterns is open. */
import * as vscode from "vscode";
import type { PatternSummary } from "../../server/lsp/protocol.js";

const SCHEME = "sluice-pattern";

export class PatternPreview implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: () => this.#text,
  });
  #text = "";
  /** Shows follow each other: one that overtook another would leave the older text. */
  #showing: Promise<void> = Promise.resolve();
  #open = false;

  show(pattern: PatternSummary, languageId: string): Promise<void> {
    this.#open = true;
    this.#showing = this.#showing.then(() => this.#show(pattern, languageId)).catch(() => undefined);
    return this.#showing;
  }

  async #show(pattern: PatternSummary, languageId: string): Promise<void> {
    const text = describe(pattern);
    if (this.#isClosed() || text === this.#text) return;
    this.#text = text;
    // One document for all patterns: an editor each would flicker as one walks down the list.
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${languageId}/Pattern` });
    const document = await vscode.workspace.openTextDocument(uri);
    this.#changed.fire(uri);
    await vscode.languages.setTextDocumentLanguage(document, languageId);
    const isShown = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    if (isShown || this.#isClosed()) return;
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  /** A call, because it can change during every await. */
  #isClosed(): boolean {
    return !this.#open;
  }

  async close(): Promise<void> {
    this.#open = false;
    await this.#showing;
    this.#text = "";
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME);
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}

/** The list hangs over the upper half of the window, and over both editors: what is to be read begins below it. */
const LINES_BEHIND_THE_LIST = 20;

/** The words and the picture as a comment above the code. */
function describe({ whenToUse, picture, preview }: PatternSummary): string {
  const lines = [...wrapped(whenToUse, 56), "", ...picture.split("\n")];
  const comment = lines.map((line) => `// ${line}`.trimEnd()).join("\n");
  return `${"\n".repeat(LINES_BEHIND_THE_LIST)}${comment}\n\n${preview}\n`;
}

function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
