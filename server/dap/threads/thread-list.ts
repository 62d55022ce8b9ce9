/**
 * Tasks as threads. The protocol has neither pages nor a tree for threads, so a list of 10,000 tasks is made short:
 * alike tasks are one thread, those in a finding come first, then those that wait longest, and the rest is counted.
 */
import { MAIN, type Tasks } from "../../model/tasks.js";
import type { Task, TaskId } from "../../model/task.js";
import { describeAlike, describeDuration, describeSite, describeState } from "../../model/words.js";
import { exampleOf, foldAlike, type Entry } from "../rows/alike.js";
import { briefState } from "../rows/brief.js";
import { packageTasks } from "../rows/package-tasks.js";
import { tasksOf } from "../rows/task-index.js";

export const THREADS_AT_MOST = 200;

/** A wait that has lasted this long is told as a pause: a busy pool would else pause and continue all day. */
const PAUSED_AFTER_MS = 500;

export interface TaskThread {
  /** "task 12", or "alike ..." for several. */
  readonly key: string;
  /** "worker ×9,998 · receive jobs · 12 s" */
  readonly name: string;
  /** The one whose stack is shown. */
  readonly task: TaskId;
  /** Whether this task is in it. */
  readonly holds: (task: TaskId) => boolean;
  /** What it is paused at: changes when its stack does. Null while it runs. */
  readonly pause: string | null;
  /** "waiting to receive from jobs" */
  readonly state: string;
  /** It is no task that waits, but a thread of the program that is busy. */
  readonly isBusy?: boolean;
}

export interface ThreadList {
  readonly threads: readonly TaskThread[];
  /** How many tasks are in none of them. */
  readonly hiddenTasks: number;
}

/** What the user wants to see of the threads. */
export interface ThreadLook {
  /** Alike tasks are one thread. */
  readonly grouped: boolean;
  /** Tasks of packages and of Node itself are in. */
  readonly packages: boolean;
}

export const FIRST_LOOK: ThreadLook = { grouped: true, packages: true };

export interface ThreadListOptions {
  /** The task that the user looks at, which is always in. */
  readonly selected?: TaskId | null;
  /** By a debugger: what waits now waits as long as that lasts. */
  readonly held?: boolean;
  readonly look?: ThreadLook;
}

/** @param nowMs since the program's start */
export function listThreads(
  model: Tasks,
  stuck: ReadonlySet<TaskId>,
  nowMs: number,
  { selected = null, held = false, look = FIRST_LOOK }: ThreadListOptions = {},
): ThreadList {
  const tasks = lookedFor(model, look, selected);
  const entries: readonly Entry[] = look.grouped
    ? foldAlike(model, tasks)
    : tasks.map((task) => ({ kind: "task", task }));
  const ranked = entries
    .map((entry) => rank(entry, stuck))
    .sort((a, b) => a.group - b.group || a.sinceMs - b.sinceMs);
  keepInReach(ranked, selected);
  const shown = ranked.slice(0, THREADS_AT_MOST);
  const hidden = ranked.slice(THREADS_AT_MOST);
  return {
    threads: shown.map((one) => threadOf(model, one, nowMs, held)),
    hiddenTasks: hidden.reduce((count, { entry }) => count + sizeOf(entry), 0),
  };
}

function lookedFor(model: Tasks, { packages }: ThreadLook, selected: TaskId | null): readonly Task[] {
  const index = tasksOf(model);
  if (packages) return index.live;
  const hidden = packageTasks(index);
  return index.live.filter(({ id }) => !hidden.has(id) || id === selected);
}

interface Ranked {
  readonly entry: Entry;
  readonly oldest: Task;
  /** 0 in a finding, 1 waiting, 2 running. */
  readonly group: 0 | 1 | 2;
  readonly sinceMs: number;
}

/** What is selected takes the last place that is shown, if it has none of its own. */
function keepInReach(ranked: Ranked[], selected: TaskId | null): void {
  if (selected === null || ranked.length <= THREADS_AT_MOST) return;
  const at = ranked.findIndex(({ entry }) => tasksIn(entry).some(({ id }) => id === selected));
  if (at >= THREADS_AT_MOST) ranked.splice(THREADS_AT_MOST - 1, 0, ...ranked.splice(at, 1));
}

function rank(entry: Entry, stuck: ReadonlySet<TaskId>): Ranked {
  const tasks = tasksIn(entry);
  const oldest = tasks.reduce((a, b) => (b.fromMs < a.fromMs ? b : a));
  const group = tasks.some((task) => stuck.has(task.id)) ? 0 : oldest.wait === null ? 2 : 1;
  return { entry, oldest, group, sinceMs: oldest.fromMs };
}

function threadOf(
  model: Tasks,
  { entry, oldest, sinceMs }: Ranked,
  nowMs: number,
  held: boolean,
): TaskThread {
  const count = sizeOf(entry);
  const example = entry.kind === "fold" ? exampleOf(entry) : oldest;
  const state = count === 1 ? describeState(model, oldest) : describeAlike(model, oldest);
  const ageMs = Math.max(0, nowMs - sinceMs);
  const paused = oldest.wait !== null && (model.ofMoment || held || ageMs >= PAUSED_AFTER_MS);
  const age = model.ofMoment ? "" : ` · ${describeDuration(ageMs)}`;
  const label =
    count === 1
      ? `${unitPrefix(model, oldest)}${oldest.name}`
      : `${oldest.name} ×${count.toLocaleString("en-US")}`;
  return {
    key: entry.kind === "fold" ? `alike ${entry.key}` : `task ${oldest.id}`,
    name: `${label} · ${briefState(model, oldest)}${age}`,
    task: example.id,
    holds: (task) => tasksIn(entry).some(({ id }) => id === task),
    pause: paused ? pauseKey(example) : null,
    state,
  };
}

/** Tasks of several workers may be alike: then they are told together. */
function unitPrefix(model: Tasks, task: Task): string {
  const unit = model.unitOf(task.id);
  return unit === undefined || unit.id === MAIN ? "" : `${unit.name}: `;
}

function tasksIn(entry: Entry): readonly Task[] {
  return entry.kind === "fold" ? entry.tasks : [entry.task];
}

function sizeOf(entry: Entry): number {
  return tasksIn(entry).length;
}

function pauseKey(task: Task): string {
  const at = task.stack.map(describeSite);
  return `${task.wait?.op ?? ""} ${task.wait?.primitives.join(",") ?? ""} ${at.join(" ")}`;
}
