import * as vscode from "vscode";
import { Commands } from "../contributions.js";
import type { Runs } from "../views/runs.js";

/** "Sluice: Stop": ends the program that the views show. */
export function registerStop(runs: Runs): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.stop, async () => {
    const session = runs.shown?.session;
    if (session !== undefined) await vscode.debug.stopDebugging(session);
  });
}
