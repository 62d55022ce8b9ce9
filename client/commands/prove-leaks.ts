import * as vscode from "vscode";
import { Commands } from "../contributions.js";
import type { Runs } from "../views/runs.js";

/** "Sluice: Prove Leaks Now": has the program that the views show collect its garbage, which proves who is lost. */
export function registerProveLeaks(runs: Runs): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.proveLeaks, async () => {
    const run = runs.shown;
    if (run === undefined || run.state !== "live" || run.over) {
      void vscode.window.showWarningMessage("Sluice: leaks are proved in a program that runs. None does.");
      return;
    }
    const window = { location: vscode.ProgressLocation.Window, title: "Sluice: proving leaks" };
    try {
      await vscode.window.withProgress(window, () => run.proveLeaks());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showWarningMessage(`Sluice: leaks could not be proved: ${reason}`);
    }
  });
}
