/** What the Debug Console is told in words, beside the program's own output. */
import { OutputEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { basename } from "node:path";
import { constants } from "node:os";
import type { Finding } from "../detect/finding.js";
import type { Dump } from "../dump/dump.js";
import type { Site } from "../model/task.js";
import { describeAlike, describeDuration, describeState } from "../model/words.js";
import { exampleOf, foldAlike } from "./rows/alike.js";
import { titleOf } from "./rows/finding-titles.js";
import type { Moment } from "./rows/moment.js";
import { foldLabel } from "./rows/task-facts.js";
import type { Ending } from "./target/target.js";
import { THREADS_AT_MOST } from "./threads/thread-list.js";

/** One line, and the place that it links to. */
export interface ConsoleLine {
  readonly text: string;
  readonly site: Site | null;
}

const TASKS_TOLD = 20;

/** A line as the protocol tells it. */
export function outputEvent(
  { text, site }: ConsoleLine,
  category: "console" | "stderr" = "console",
): DebugProtocol.Event {
  const event: DebugProtocol.OutputEvent = new OutputEvent(`${text}\n`, category);
  if (site !== null) {
    event.body.source = { name: basename(site.file), path: site.file };
    event.body.line = site.line;
    event.body.column = site.column;
  }
  return event;
}

/** What the dump cost its process, and what is missing from it. */
export function dumpLines({
  facts,
  pausedMs,
  workers,
  workersAsleep,
  localsLeftOut,
  leftClean,
}: Dump): ConsoleLine[] {
  const threads = (count: number): string => `${count} worker ${count === 1 ? "thread" : "threads"}`;
  const lines = [`Process ${facts.pid} paused for ${describeDuration(pausedMs)}, and goes on.`];
  if (workers > 0) lines.push(`${threads(workers)} dumped as well.`);
  if (workersAsleep > 0) lines.push(`${threads(workersAsleep)} without an answer, left out.`);
  if (localsLeftOut > 0)
    lines.push(`Variables of ${localsLeftOut} tasks were not read: that would take long.`);
  if (!leftClean) lines.push(`The inspector of process ${facts.pid} could not be closed again.`);
  return lines.map((text) => ({ text, site: null }));
}

export function findingLines(moment: Moment): ConsoleLine[] {
  return moment.findings.flatMap((finding) => [
    { text: `${titleOf(finding.kind)}: ${finding.message}`, site: finding.sites[0] ?? null },
    ...taskLines(moment, finding),
  ]);
}

function taskLines({ model }: Moment, finding: Finding): ConsoleLine[] {
  const entries = foldAlike(
    model,
    finding.tasks.flatMap((id) => model.task(id) ?? []),
  );
  const lines = entries.slice(0, TASKS_TOLD).map((entry): ConsoleLine => {
    const task = entry.kind === "fold" ? exampleOf(entry) : entry.task;
    const [site] = task.stack;
    const at = site === undefined ? "" : ` at ${basename(site.file)}:${site.line}:${site.column}`;
    const label = entry.kind === "fold" ? foldLabel(entry) : task.name;
    const state = entry.kind === "fold" ? describeAlike(model, task) : describeState(model, task);
    return { text: `    ${label}: ${state}${at}`, site: site ?? null };
  });
  const rest = entries.length - lines.length;
  return rest > 0 ? [...lines, { text: `    and ${rest} more: see the Findings view`, site: null }] : lines;
}

/** "exited with code 1" */
export function endingWords({ exitCode, signal }: Ending): string {
  if (signal !== null) return `was ended by ${signal}`;
  return exitCode === null ? "ended" : `exited with code ${exitCode}`;
}

/** As shells tell it: 128 and the number of the signal. Null when it is not known. */
export function exitCodeOf({ exitCode, signal }: Ending): number | null {
  return signal === null ? exitCode : 128 + constants.signals[signal];
}

export function hiddenTasksWords(hiddenTasks: number): string {
  const more = hiddenTasks.toLocaleString("en-US");
  return `The call stack lists ${THREADS_AT_MOST} threads, and ${more} more tasks are in none of them: the Tasks view of Sluice has all.`;
}

export function unreadableWords(error: Error): string {
  return `Sluice cannot follow the program: ${error.message}`;
}
