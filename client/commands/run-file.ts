import * as vscode from "vscode";
import { Commands, Views } from "../contributions.js";
import { activeProgram, NO_PROGRAM, runFileConfiguration } from "../launch/configuration.js";

/** "Sluice: Run This File": the file clicked on, or that of the active editor. */
export function registerRunFile(): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.runFile, async (clicked?: unknown) => {
    const program = clicked instanceof vscode.Uri ? clicked : activeProgram();
    if (program === undefined) {
      void vscode.window.showWarningMessage(NO_PROGRAM);
      return;
    }
    const folder = vscode.workspace.getWorkspaceFolder(program);
    // Who asks Sluice to run a file wants to see its tasks, not the Run and Debug view.
    const started = await vscode.debug.startDebugging(folder, runFileConfiguration(program.fsPath), {
      suppressDebugView: true,
    });
    if (started) await vscode.commands.executeCommand(`${Views.tasks}.open`, { preserveFocus: true });
  });
}
