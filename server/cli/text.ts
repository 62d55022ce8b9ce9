/** Findings and tasks as text for the terminal, in the manner of Go's runtime. */
import { headlineOf, isWarning } from "../detect/detectors.js";
import type { Finding } from "../detect/finding.js";
import { isOfPackage } from "../model/package-tasks.js";
import { MAIN, unitInWords, type Tasks } from "../model/tasks.js";
import type { Site, Task } from "../model/task.js";
import type { BusyThread } from "../session/busy-threads.js";
import { busyTime } from "../session/busy-words.js";
import { describeAlike, describeDuration, describeSite, describeState } from "../model/words.js";

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

/** Of a group of tasks that look alike. */
const WAKERS_SHOWN = 3;

/** The findings, each with its tasks. Empty when there are none. */
export function findingsText(
  model: Tasks,
  findings: readonly Finding[],
  endMs: number,
  style: Style,
): string {
  return findings.map((finding) => findingText(model, finding, endMs, style)).join("\n");
}

/** All live tasks, as a dump shows them: those of packages last. */
export function dumpText(model: Tasks, endMs: number, style: Style): string {
  return tasksText(model, [...model.liveTasks()], endMs, style, packagesLast);
}

/** Threads that do not come round to their event loop, with the stack that they run where it is known. */
export function spinningText(threads: readonly BusyThread[], nowMs: number, style: Style): string {
  const texts = threads.map((thread) => {
    const stack = thread.running?.stack.map(frameText) ?? [];
    const head = `${busyTime(thread, nowMs)}${stack.length > 0 ? ", in" : "."}`;
    return [style.red(style.bold(head)), ...stack, ""].join("\n");
  });
  return texts.join("\n");
}

function packagesLast([a]: readonly Task[], [b]: readonly Task[]): number {
  return Number(a !== undefined && isOfPackage(a)) - Number(b !== undefined && isOfPackage(b));
}

/** Those that no finding names: the most alike first, and among equals the newest last. */
export function restText(model: Tasks, findings: readonly Finding[], style: Style): string {
  const named = new Set(findings.flatMap((finding) => finding.tasks));
  return tasksText(
    model,
    [...model.liveTasks()].filter((task) => !named.has(task.id)),
    0,
    style,
    byCount,
  );
}

function byCount(a: readonly Task[], b: readonly Task[]): number {
  return b.length - a.length;
}

function findingText(model: Tasks, finding: Finding, endMs: number, style: Style): string {
  const doubt = finding.certain ? "" : " (not certain)";
  const tasks = finding.tasks.flatMap((id) => model.task(id) ?? []);
  const unit = model.units.find(({ id }) => id === (finding.unit ?? MAIN));
  const headline = unit === undefined ? finding.kind : headlineOf(finding.kind, unit.model);
  const whose = unit === undefined || unit.id === MAIN ? "" : `in ${unitInWords(unit)}: `;
  const word = isWarning(finding.kind) ? "warning" : "fatal";
  const head = `${style.red(style.bold(`${word}: ${whose}${headline}`))}${doubt}\n${finding.message}\n`;
  return `${head}\n${tasksText(model, tasks, endMs, style)}`;
}

function tasksText(
  model: Tasks,
  tasks: readonly Task[],
  endMs: number,
  style: Style,
  order?: (a: readonly Task[], b: readonly Task[]) => number,
): string {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = groupKey(model, task);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  const ordered = order === undefined ? [...groups.values()] : [...groups.values()].sort(order);
  const texts = ordered.map((group) => groupText(model, group, endMs, style));
  const rest = texts.length - GROUPS_SHOWN;
  if (rest > 0) texts.splice(GROUPS_SHOWN, rest, style.dim(`and ${rest} more kinds of tasks\n`));
  return texts.join("\n");
}

/** Tasks that look the same to a reader are told once, with their number. */
function groupKey(model: Tasks, task: Task): string {
  const places = [...task.stack, ...task.created].map(describeSite).join("\n");
  return `${whereText(model, task)}\n${task.name}\n${describeAlike(model, task)}\n${places}`;
}

function groupText(model: Tasks, group: readonly Task[], endMs: number, style: Style): string {
  const task = group[0];
  if (task === undefined) return "";
  const age = model.ofMoment ? "" : ageText(group, endMs);
  const count = group.length > 1 ? ` ×${group.length.toLocaleString("en-US")}` : "";
  const state = group.length > 1 ? describeAlike(model, task) : describeState(model, task);
  const title = `task ${task.id} ${task.name}${count} [${state}${age}]${whereText(model, task)}:`;
  const stack = task.stack.length > 0 ? task.stack.map(frameText) : unknownPlace(task, style);
  const variables = group.filter((one) => one.stack.some((frame) => frame.locals !== undefined));
  const wakers = wakersText(group, style);
  const created = task.created[0];
  const origin = created === undefined ? [] : [style.dim(`  started by ${callText(created)}`)];
  return [
    style.bold(title),
    ...stack,
    ...variables.flatMap((one) => localsText(one, style)),
    ...wakers,
    ...origin,
    "",
  ].join("\n");
}

/** " in worker 2 (parse.js)"; nothing for the main process. */
function whereText(model: Tasks, task: Task): string {
  const unit = model.unitOf(task.id);
  return unit === undefined || unit.id === MAIN ? "" : ` in ${unitInWords(unit)}`;
}

/** The variables of one task, frame by frame. */
function localsText(task: Task, style: Style): string[] {
  return task.stack.flatMap(({ function: name, locals = [] }) => {
    const variables = locals.map((local) => `${local.name} = ${local.value}`).join(", ");
    return locals.length === 0 ? [] : [style.dim(`    task ${task.id}, ${name}: ${variables}`)];
  });
}

function ageText(group: readonly Task[], endMs: number): string {
  const since = group.flatMap(({ wait }) => (wait === null ? [] : [endMs - wait.fromMs]));
  if (since.length === 0) return "";
  const oldest = since.reduce((longest, one) => Math.max(longest, one), 0);
  return `, ${group.length > 1 ? "oldest " : ""}${describeDuration(oldest)}`;
}

/** Who could wake them, where a dump knows. */
function wakersText(group: readonly Task[], style: Style): string[] {
  if (group.every((task) => task.wait?.stuck === true)) return [style.red("  nobody can wake it")];
  const words = new Set(group.flatMap((task) => task.wait?.wakers ?? []));
  const shown = [...words].slice(0, WAKERS_SHOWN);
  const more = words.size - shown.length;
  if (more > 0) shown.push(`and ${more} more`);
  return shown.length === 0 ? [] : [style.dim(`  to be woken by ${shown.join("; ")}`)];
}

function unknownPlace(task: Task, style: Style): string[] {
  if (task.spawned && task.wait?.op === "acquire") return [style.dim("  not begun")];
  if (task.spawned && task.wait?.op === "event") return [style.dim("  it has not called back")];
  return task.wait === null
    ? []
    : [style.dim("  place unknown: the promise is awaited more than once, or was returned")];
}

function frameText(site: Site): string {
  return `  ${callText(site)}`;
}

function callText(site: Site): string {
  return `${site.function} (${describeSite(site)})`;
}
