/** What a view says around its rows: the run that it shows, its state, and how many findings there are. */
import type * as vscode from "vscode";
import type { Update } from "../../server/dap/protocol.js";
import type { Run } from "./run.js";
import type { RowView } from "./row-view.js";
import type { Runs } from "./runs.js";

export function registerViewWords(runs: Runs, tasks: RowView, findings: RowView): vscode.Disposable {
  const tell = (run: Run | undefined): void => {
    tasks.view.description = run === undefined ? "" : descriptionOf(run);
    setMessage(tasks.view, run === undefined ? "" : messageOf(run));
    findings.view.description = run === undefined ? "" : (momentOf(run) ?? run.program);
    findings.view.badge = badgeOf(run?.update?.findings ?? 0);
  };
  return runs.onDidChange(tell);
}

/** "412 tasks, 3 waiting · app.ts": the name comes last, because a narrow view cuts it off. */
function descriptionOf(run: Run): string {
  const { program, update, over } = run;
  const moment = momentOf(run);
  if (update !== null && moment !== null) return `${count(update.counts.live, "task")} · ${moment}`;
  if (update === null || over) return program;
  const { live, waiting } = update.counts;
  return `${count(live, "task")}, ${waiting.toLocaleString("en-US")} waiting · ${program}`;
}

/** "server.js (1234) as of 14:32:05": of a dump. */
function momentOf({ update }: Run): string | null {
  if (update?.dump == null) return null;
  const { program, pid, atMs } = update.dump;
  const name = /[^\\/]*$/.exec(program)?.[0] ?? program;
  return `${name} (${pid}) as of ${new Date(atMs).toLocaleTimeString("en-GB")}`;
}

/** A view without rows says it by its welcome content instead, which a message would hide. */
function messageOf(run: Run): string {
  if (run.update === null) return "";
  const moment = momentOf(run);
  if (moment !== null) return run.update.counts.live === 0 ? "" : `${moment}: it has gone on since.`;
  const lost = lossOf(run.update);
  if (!run.over || run.update.counts.live === 0) return lost;
  const words = `${run.program} ${run.ending}. These tasks were not over:`;
  return lost === "" ? words : `${words} (${lost})`;
}

function lossOf({ counts }: Update): string {
  return counts.dropped === 0
    ? ""
    : `${count(counts.dropped, "record")} could not be written: tasks may be missing, and no verdict is given.`;
}

/** Setting it draws the view anew, even to the same text. */
function setMessage(view: vscode.TreeView<unknown>, message: string): void {
  if (view.message !== message) view.message = message;
}

function badgeOf(findings: number): vscode.ViewBadge | undefined {
  return findings === 0 ? undefined : { value: findings, tooltip: count(findings, "finding") };
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
