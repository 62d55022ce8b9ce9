import * as vscode from "vscode";
import { Commands } from "../contributions.js";

const NAME = "two-cooks.mjs";
const LIBRARY_MANIFEST = { name: "sluice", type: "module", exports: "./index.mjs" };

/** "Sluice: Open the Example": a copy that can be changed, with the library beside it as a package manager has it. */
export function registerOpenExample({
  extensionUri,
  globalStorageUri,
}: vscode.ExtensionContext): vscode.Disposable {
  const joinPath = (folder: vscode.Uri, ...names: string[]): vscode.Uri =>
    vscode.Uri.joinPath(folder, ...names);
  return vscode.commands.registerCommand(Commands.openExample, async () => {
    const { fs } = vscode.workspace;
    const folder = joinPath(globalStorageUri, "example");
    const library = joinPath(folder, "node_modules", "sluice");
    const example = joinPath(folder, NAME);
    await fs.createDirectory(library);
    await fs.copy(joinPath(extensionUri, "media/example", NAME), example, { overwrite: true });
    await fs.copy(joinPath(extensionUri, "dist/extension/library.mjs"), joinPath(library, "index.mjs"), {
      overwrite: true,
    });
    const manifest = new TextEncoder().encode(JSON.stringify(LIBRARY_MANIFEST));
    await fs.writeFile(joinPath(library, "package.json"), manifest);
    await vscode.window.showTextDocument(example, { viewColumn: vscode.ViewColumn.Active });
  });
}
