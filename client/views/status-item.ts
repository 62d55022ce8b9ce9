import * as vscode from "vscode";
import { Views } from "../contributions.js";
import { ageInWords } from "./row-text.js";
import type { Run } from "./run.js";
import type { Runs } from "./runs.js";
import { count } from "./words.js";

/** While a thread is busy its age goes on. */
const TICK_MS = 1000;

/** "⚡ 412 tasks · 3 blocked", only while a program is followed. A click shows the tasks. */
export function registerStatusItem(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("sluice.status", vscode.StatusBarAlignment.Left, 0);
  item.name = "Sluice";
  item.command = `${Views.tasks}.focus`;
  let ticking: NodeJS.Timeout | undefined;
  const tell = (): void => {
    clearTimeout(ticking);
    const run = runs.shown;
    if (run?.state !== "live" || run.over || run.update === null) {
      item.hide();
      return;
    }
    const { counts, findings, busy } = run.update;
    if (busy.length > 0) ticking = setTimeout(tell, TICK_MS);
    const words = [
      ...busyOf(run),
      count(counts.live, "task"),
      `${counts.blocked.toLocaleString("en-US")} blocked`,
    ];
    if (findings > 0) words.push(count(findings, "finding"));
    const text = `$(${busy.length > 0 ? "flame" : "zap"}) ${words.join(" · ")}`;
    // Setting any of these draws the bar anew.
    if (item.text !== text) {
      item.text = text;
      item.accessibilityInformation = { label: `Sluice: ${words.join(", ")}` };
      item.tooltip = `${run.program} under Sluice. Blocked: waiting for longer than a second for another task, a channel, a lock or the like. Busy: the thread has not come round to its event loop since then.`;
      item.backgroundColor =
        findings > 0 ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    }
    item.show();
  };
  return vscode.Disposable.from(item, runs.onDidChange(tell), { dispose: () => clearTimeout(ticking) });
}

/** "main thread busy in hash 12 s" */
function busyOf({ update }: Run): string[] {
  const [thread] = update?.busy ?? [];
  if (thread === undefined) return [];
  const age = ageInWords({ kind: "since", epochMs: thread.sinceMs, oldestOf: 1 }, Date.now());
  return [`${thread.name} ${thread.words} ${age}`];
}
