import * as vscode from "vscode";
import { Commands } from "../contributions.js";
import type { Runs } from "../views/runs.js";

/** "Sluice: Stop": ends the program that the views show; of a dump only its session, the process goes on. */
export function registerStop(runs: Runs): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.stop, async () => {
    const run = runs.shown;
    if (run?.over === false) await vscode.debug.stopDebugging(run.session);
  });
}
