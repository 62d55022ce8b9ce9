/** The live tasks below each task, through those that are over: one pass over the tasks of a moment. */
import type { Task, TaskId } from "../../model/task.js";
import type { Tasks } from "../../model/tasks.js";

export class Descendants {
  /** Live tasks, and all that are above one. */
  readonly #children = new Map<TaskId, Task[]>();

  constructor(model: Tasks, live: readonly Task[]) {
    const placed = new Set<TaskId>();
    for (const task of live) this.#place(model, task, placed);
    for (const children of this.#children.values()) children.sort((a, b) => a.startedMs - b.startedMs);
  }

  /** Those below what the task started from then on, and before that; the oldest first. */
  below(parent: TaskId, fromMs: number, untilMs: number): Task[] {
    const children = this.#children.get(parent) ?? [];
    const [first, end] = [firstFrom(children, fromMs), firstFrom(children, untilMs)];
    const found: Task[] = [];
    const open = children.slice(first, end);
    for (let task = open.pop(); task !== undefined; task = open.pop()) {
      if (task.endedMs === null) found.push(task);
      for (const child of this.#children.get(task.id) ?? []) open.push(child);
    }
    return found.sort((a, b) => a.id - b.id);
  }

  #place(model: Tasks, task: Task, placed: Set<TaskId>): void {
    for (let current: Task | undefined = task; current !== undefined && !placed.has(current.id);) {
      placed.add(current.id);
      const { parent }: Task = current;
      if (parent === null) return;
      const siblings = this.#children.get(parent);
      if (siblings === undefined) this.#children.set(parent, [current]);
      else siblings.push(current);
      current = model.task(parent);
    }
  }
}

/** Where the first one stands that was started at that time or later. @param tasks in the order of their starts */
function firstFrom(tasks: readonly Task[], atMs: number): number {
  let [low, high] = [0, tasks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tasks[middle]?.startedMs ?? Infinity) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
