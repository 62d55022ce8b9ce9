import { MAIN, type Tasks, type Unit } from "../../model/tasks.js";
import type { Task, TaskId } from "../../model/task.js";

/** The tasks of one moment, ordered for the tree. */
export interface TaskIndex {
  readonly revision: number;
  /** Tasks that are not over, oldest first. */
  readonly live: readonly Task[];
  readonly waiting: number;
  /** All that have a row: those, and ended ones that have live descendants. */
  readonly shown: readonly Task[];
  /** Live tasks, and ended ones that have live descendants, by what they stand under. */
  readonly children: ReadonlyMap<Above, readonly Task[]>;
  /** Workers and child processes that have such tasks. */
  readonly units: readonly Unit[];
}

/** What a task stands under: its parent, the worker or child process that it runs in, or nothing. */
export type Above = TaskId | UnitRowId | null;

/** Of the row that stands for a worker or child process. */
export type UnitRowId = `u${number}`;

export function unitRowId(unit: Unit): UnitRowId {
  return `u${unit.id}`;
}

/** How the tracer names the evaluation of the entry module. */
export const ENTRY_MODULE = "(main)";

const NONE: readonly Task[] = [];
const lastIndexes = new WeakMap<Tasks, TaskIndex>();

/** One pass over the tasks for each revision of the model, however many requests read it. */
export function tasksOf(model: Tasks): TaskIndex {
  const last = lastIndexes.get(model);
  if (last?.revision === model.revision) return last;
  const index = indexTasks(model, [...model.liveTasks()]);
  lastIndexes.set(model, index);
  return index;
}

export function childrenOf(index: TaskIndex, parent: Above): readonly Task[] {
  return index.children.get(parent) ?? NONE;
}

/** @param live Those that are to be shown, with whoever started them. */
export function indexTasks(model: Tasks, live: readonly Task[]): TaskIndex {
  const placed = new Set<TaskId>(live.map((task) => task.id));
  const shown = [...live];
  for (const task of live) {
    // An ended parent is shown as long as it has something below it, so that the tree says who started whom.
    for (const ancestor of unplacedAncestors(model, task, placed)) {
      placed.add(ancestor.id);
      shown.push(ancestor);
    }
  }
  if (shown.length > live.length) shown.sort((a, b) => a.id - b.id);
  const children = byParent(model, shown, placed);
  return {
    revision: model.revision,
    live,
    waiting: live.reduce((count, task) => (task.state === "waiting" ? count + 1 : count), 0),
    shown,
    children,
    units: model.units.filter((unit) => children.has(unitRowId(unit))),
  };
}

function* unplacedAncestors(model: Tasks, task: Task, placed: ReadonlySet<TaskId>): Generator<Task> {
  let parent = task.parent;
  while (parent !== null && !placed.has(parent)) {
    const ancestor = model.task(parent);
    if (ancestor === undefined || isEvaluatedModule(ancestor)) return;
    yield ancestor;
    parent = ancestor.parent;
  }
}

function outermost(model: Tasks, task: Task): UnitRowId | null {
  const unit = model.unitOf(task.id);
  return unit === undefined || unit.id === MAIN ? null : unitRowId(unit);
}

/** In most programs the entry module is evaluated after a moment: a row that says so above all others is no news. */
function isEvaluatedModule({ name, parent, endedMs }: Task): boolean {
  return name === ENTRY_MODULE && parent === null && endedMs !== null;
}

function byParent(model: Tasks, tasks: readonly Task[], placed: ReadonlySet<TaskId>): Map<Above, Task[]> {
  const children = new Map<Above, Task[]>();
  for (const task of tasks) {
    const parent = task.parent !== null && placed.has(task.parent) ? task.parent : outermost(model, task);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [task]);
    else siblings.push(task);
  }
  return children;
}
