/** What the Debug Console is told in words, beside the program's own output. */
import { basename } from "node:path";
import { constants } from "node:os";
import type { Finding } from "../detect/finding.js";
import type { Site } from "../model/task.js";
import { describeState } from "../model/words.js";
import { exampleOf, foldAlike } from "./rows/alike.js";
import { titleOf } from "./rows/details.js";
import type { Moment } from "./rows/moment.js";
import { foldLabel } from "./rows/task-rows.js";
import type { Ending } from "./target/target.js";
import { THREADS_AT_MOST } from "./threads/thread-list.js";

/** One line, and the place that it links to. */
export interface ConsoleLine {
  readonly text: string;
  readonly site: Site | null;
}

const TASKS_TOLD = 20;

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
    return { text: `    ${label}: ${describeState(model, task)}${at}`, site: site ?? null };
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
