/** What a view says around its rows: the run that it shows, its state, and how many findings there are. */
import * as vscode from "vscode";
import type { Update } from "../../server/dap/protocol.js";
import type { Following } from "./following.js";
import type { Look } from "./look.js";
import type { Run } from "./run.js";
import type { RowView } from "./row-view.js";
import type { Runs } from "./runs.js";
import { count, fileName } from "./words.js";

interface Shown {
  readonly runs: Runs;
  readonly following: Following;
  readonly look: Look;
  readonly tasks: RowView;
  readonly findings: RowView;
}

export function registerViewWords({ runs, following, look, tasks, findings }: Shown): vscode.Disposable {
  const tell = (): void => {
    const run = runs.shown;
    const words = [
      pauseOf(following),
      filterOf(look, tasks.matching),
      run === undefined ? "" : messageOf(run),
    ];
    tasks.view.description = run === undefined ? "" : descriptionOf(run);
    setMessage(tasks.view, tasks.matching === 0 ? "" : words.filter(Boolean).join("  "));
    findings.view.description = run === undefined ? "" : (momentOf(run) ?? run.program);
    findings.view.badge = badgeOf(run?.update?.findings ?? 0);
  };
  return vscode.Disposable.from(
    runs.onDidChange(tell),
    following.onDidChange(tell),
    look.onDidChange(tell),
    tasks.onDidRefresh(tell),
  );
}

function pauseOf({ pausedAtMs }: Following): string {
  return pausedAtMs === null ? "" : `Paused at ${timeOfDay(pausedAtMs)}.`;
}

/** "Filter: mailer · 3 tasks" */
function filterOf({ current: { filter } }: Look, matching: number | undefined): string {
  if (filter === "") return "";
  return matching === undefined ? `Filter: ${filter}` : `Filter: ${filter} · ${count(matching, "task")}`;
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

/** "server.js (1234) as of 14:32:05": of a dump; "app.ts, recorded": of a recording. */
function momentOf({ update, program: file }: Run): string | null {
  if (update?.pastMs != null) return `${file} as of ${(update.pastMs / 1000).toFixed(3)} s`;
  if (update?.recording != null) {
    const program = fileName(update.recording.program);
    return program === "" ? file : `${program}, recorded`;
  }
  if (update?.dump == null) return null;
  const { program, pid, atMs } = update.dump;
  return `${fileName(program)} (${pid}) as of ${timeOfDay(atMs)}`;
}

/** A view without rows says it by its welcome content instead, which a message would hide. */
function messageOf(run: Run): string {
  if (run.update === null) return "";
  const { counts, recording } = run.update;
  if (recording !== null) {
    return counts.live === 0
      ? ""
      : `${fileName(recording.program)} ${recording.how}. These tasks were not over:`;
  }
  const moment = momentOf(run);
  if (moment !== null) return counts.live === 0 ? "" : `${moment}: it has gone on since.`;
  if (run.update.held && counts.live > 0) return "Held by the debugger: the tasks are as of that moment.";
  const busy = busyOf(run);
  if (busy !== "") return busy;
  const lost = lossOf(run.update);
  if (!run.over || counts.live === 0) return lost;
  const words = `${run.program} ${run.ending}. These tasks were not over:`;
  return lost === "" ? words : `${words} (${lost})`;
}

/** Without an age, which would draw the view anew each second: the row of the thread has it. */
function busyOf({ update, over }: Run): string {
  const [thread] = over ? [] : (update?.busy ?? []);
  if (thread === undefined) return "";
  const since = `The ${thread.name} has been busy since ${timeOfDay(thread.sinceMs)}`;
  // One that was asked has told all that is new as well.
  return thread.site === null
    ? `${since}: its tasks are shown as they were then.`
    : `${since}: none of its tasks goes on.`;
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

function timeOfDay(epochMs: number): string {
  return new Date(epochMs).toLocaleTimeString("en-GB");
}
