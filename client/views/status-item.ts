import * as vscode from "vscode";
import { Views } from "../contributions.js";
import type { Runs } from "./runs.js";
import { count } from "./words.js";

/** "⚡ 412 tasks · 3 blocked", only while a program is followed. A click shows the tasks. */
export function registerStatusItem(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("sluice.status", vscode.StatusBarAlignment.Left, 0);
  item.name = "Sluice";
  item.command = `${Views.tasks}.focus`;
  const tell = (): void => {
    const run = runs.shown;
    if (run?.state !== "live" || run.over || run.update === null) {
      item.hide();
      return;
    }
    const { counts, findings } = run.update;
    const words = [count(counts.live, "task"), `${counts.blocked.toLocaleString("en-US")} blocked`];
    if (findings > 0) words.push(count(findings, "finding"));
    const text = `$(zap) ${words.join(" · ")}`;
    // Setting any of these draws the bar anew.
    if (item.text !== text) {
      item.text = text;
      item.accessibilityInformation = { label: `Sluice: ${words.join(", ")}` };
      item.tooltip = `${run.program} under Sluice. Blocked: waiting for longer than a second for another task, a channel, a lock or the like.`;
      item.backgroundColor =
        findings > 0 ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    }
    item.show();
  };
  return vscode.Disposable.from(item, runs.onDidChange(tell));
}
