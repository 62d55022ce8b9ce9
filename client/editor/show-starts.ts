/** "Sluice: Show Where This Is Started": the places at which the function at the cursor becomes a task, in a peek view. */
import * as vscode from "vscode";
import { Commands, LANGUAGES } from "../contributions.js";
import { ensureEnabled, type LanguageService } from "./language-client.js";

export function registerShowStarts(service: LanguageService): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.showStarts, async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || !LANGUAGES.some((language) => language === editor.document.languageId)) {
      void vscode.window.showInformationMessage(
        "Sluice: put the cursor into a JavaScript or TypeScript function.",
      );
      return;
    }
    if (!(await ensureEnabled("starts are found"))) return;
    const { document, selection } = editor;
    const { line, character } = selection.active;
    const found = await service.request("sluice/starts", {
      textDocument: { uri: document.uri.toString() },
      position: { line, character },
    });
    if (!found || found.startedAt.length === 0) {
      const name = found?.name ?? "this";
      void vscode.window.showInformationMessage(`Sluice: nothing in this file starts ${name} as a task.`);
      return;
    }
    const locations = found.startedAt.map(
      ({ range: { start, end } }) =>
        new vscode.Location(
          document.uri,
          new vscode.Range(start.line, start.character, end.line, end.character),
        ),
    );
    await vscode.commands.executeCommand(
      "editor.action.peekLocations",
      document.uri,
      selection.active,
      locations,
      "peek",
    );
  });
}
