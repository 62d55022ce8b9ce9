/** Tasks that go on though a context has ended under which they were started. */
import type { Primitive, Task, TaskId } from "../../model/task.js";
import type { Tasks } from "../../model/tasks.js";
import { Descendants } from "./descendants.js";
import type { Moment } from "./moment.js";
import { tasksOf } from "./task-index.js";

/** So long may the work take to end. */
const GRACE_MS = 250;

/** By so much at most the time of a making is known too late. */
const MADE_LATE_MS = 250;

interface Known {
  readonly live: readonly Task[];
  readonly descendants: Descendants;
  readonly tasks: Map<Primitive, readonly Task[]>;
}

const last = new WeakMap<Tasks, Known>();

/**
 * Whether a task took note of a context cannot be seen. But whatever the context's maker started while it was open,
 * and what that started in turn, was under it: what of that goes on after its end did not listen, or not yet.
 */
export function tasksBelowMaker(moment: Moment, context: Primitive): readonly Task[] {
  const { kind, closedMs, maker, gone } = context;
  if (kind !== "context" || closedMs === null || maker === null || gone) return [];
  if (moment.nowMs - closedMs < GRACE_MS) return [];
  // They are told at the context above it.
  const above = context.parent === null ? undefined : moment.model.primitive(context.parent);
  if (above?.closed === true && above.maker === maker) return [];
  const { live } = tasksOf(moment.model);
  let known = last.get(moment.model);
  if (known?.live !== live) {
    known = { live, descendants: new Descendants(moment.model, live), tasks: new Map() };
    last.set(moment.model, known);
  }
  const fromMs = context.createdMs - MADE_LATE_MS;
  const tasks = known.tasks.get(context) ?? known.descendants.below(maker, fromMs, closedMs);
  known.tasks.set(context, tasks);
  return tasks;
}

/** Whether the task, or one that it descends from, was started by the maker of a context while that was open. */
export function isStartedUnder(
  model: Tasks,
  task: Task,
  { createdMs, closedMs }: Primitive,
  maker: TaskId,
): boolean {
  let current: Task | undefined = task;
  while (current?.parent != null) {
    const { parent, startedMs } = current;
    // The time of the making is known a little late.
    if (parent === maker) return startedMs >= createdMs - MADE_LATE_MS && startedMs < (closedMs ?? Infinity);
    current = model.task(parent);
  }
  return false;
}
