/** Findings and tasks as text for the terminal, in the manner of Go's runtime. */
import { headlineOf } from "../detect/detectors.js";
import type { Finding } from "../detect/finding.js";
import type { Model } from "../model/model.js";
import type { Site, Task } from "../model/task.js";
import { describeDuration, describeSite, describeState } from "../model/words.js";

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
}

const plain = (text: string): string => text;
const ansi =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;

export function styleOf(color: boolean): Style {
  return color ? { bold: ansi(1), dim: ansi(2), red: ansi(31) } : { bold: plain, dim: plain, red: plain };
}

/** Groups of alike tasks that are spelled out; the JSON report lists every task. */
const GROUPS_SHOWN = 50;

/** The findings, each with its tasks. Empty when there are none. */
export function findingsText(
  model: Model,
  findings: readonly Finding[],
  endMs: number,
  style: Style,
): string {
  return findings.map((finding) => findingText(model, finding, endMs, style)).join("\n");
}

/** All live tasks, as a dump shows them. */
export function dumpText(model: Model, endMs: number, style: Style): string {
  return tasksText(model, [...model.liveTasks()], endMs, style);
}

function findingText(model: Model, finding: Finding, endMs: number, style: Style): string {
  const doubt = finding.certain ? "" : " (not certain)";
  const tasks = finding.tasks.flatMap((id) => model.task(id) ?? []);
  const head = `${style.red(style.bold(`fatal: ${headlineOf(finding.kind, model)}`))}${doubt}\n${finding.message}\n`;
  return `${head}\n${tasksText(model, tasks, endMs, style)}`;
}

function tasksText(model: Model, tasks: readonly Task[], endMs: number, style: Style): string {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = groupKey(model, task);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  const texts = [...groups.values()].map((group) => groupText(model, group, endMs, style));
  const rest = texts.length - GROUPS_SHOWN;
  if (rest > 0) texts.splice(GROUPS_SHOWN, rest, style.dim(`and ${rest} more kinds of tasks\n`));
  return texts.join("\n");
}

/** Tasks that look the same to a reader are told once, with their number. */
function groupKey(model: Model, task: Task): string {
  const places = [...task.stack, ...task.created].map(describeSite).join("\n");
  return `${task.name}\n${describeState(model, task)}\n${places}`;
}

function groupText(model: Model, group: readonly Task[], endMs: number, style: Style): string {
  const task = group[0];
  if (task === undefined) return "";
  const oldest = Math.max(...group.map((one) => (one.wait === null ? 0 : endMs - one.wait.fromMs)));
  const age = task.wait === null ? "" : `, ${group.length > 1 ? "oldest " : ""}${describeDuration(oldest)}`;
  const count = group.length > 1 ? ` ×${group.length.toLocaleString("en-US")}` : "";
  const title = `task ${task.id} ${task.name}${count} [${describeState(model, task)}${age}]:`;
  const stack = task.stack.length > 0 ? task.stack.map(frameText) : unknownPlace(task, style);
  const created = task.created[0];
  const origin = created === undefined ? [] : [style.dim(`  started by ${callText(created)}`)];
  return [style.bold(title), ...stack, ...origin, ""].join("\n");
}

function unknownPlace(task: Task, style: Style): string[] {
  return task.wait === null ? [] : [style.dim("  place unknown: more than one await on the same promise")];
}

function frameText(site: Site): string {
  return `  ${callText(site)}`;
}

function callText(site: Site): string {
  return `${site.function} (${describeSite(site)})`;
}
