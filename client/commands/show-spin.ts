import * as vscode from "vscode";
import { Commands } from "../contributions.js";
import type { Runs } from "../views/runs.js";

/** "Sluice: Show Where It Spins": asks a program whose main thread is busy what it runs, and opens the line. */
export function registerShowSpin(runs: Runs): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.showSpin, async () => {
    const run = runs.shown;
    if (run === undefined || run.state !== "live" || run.over) {
      void vscode.window.showWarningMessage("Sluice: only a program that runs can be asked. None does.");
      return;
    }
    const window = { location: vscode.ProgressLocation.Window, title: "Sluice: asking where it spins" };
    try {
      const site = await vscode.window.withProgress(window, () => run.whatRuns());
      if (site !== null) await vscode.commands.executeCommand(Commands.openSite, site);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showWarningMessage(`Sluice: where it spins could not be told: ${reason}`);
    }
  });
}
