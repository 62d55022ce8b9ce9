/** A pattern's code in a read-only editor beside the user's, for as long as the list of patterns is open. */
import * as vscode from "vscode";
import type { PatternSummary } from "../../server/lsp/protocol.js";

const SCHEME = "sluice-pattern";

export class PatternPreview implements vscode.Disposable {
  readonly #code = new Map<string, string>();
  readonly #provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => this.#code.get(uri.path),
  });

  async show(pattern: PatternSummary, languageId: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${languageId}/${pattern.title}` });
    this.#code.set(uri.path, `${pattern.preview}\n`);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, languageId);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  async close(): Promise<void> {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME);
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
  }

  dispose(): void {
    this.#provider.dispose();
  }
}
