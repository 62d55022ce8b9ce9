/** Which of all tasks are of packages. */
import { isOfPackage } from "../../model/package-tasks.js";
import type { Task, TaskId } from "../../model/task.js";
import type { TaskIndex } from "./task-index.js";

const found = new WeakMap<TaskIndex, ReadonlySet<TaskId>>();

/** Those of packages; one with a task of the user's below it is as good as the user's own. */
export function packageTasks(index: TaskIndex): ReadonlySet<TaskId> {
  let tasks = found.get(index);
  if (tasks === undefined) {
    tasks = findIn(index);
    found.set(index, tasks);
  }
  return tasks;
}

const among = new WeakMap<readonly Task[], readonly Task[]>();

/** Those of packages among siblings of this index. */
export function packagesAmong(index: TaskIndex, siblings: readonly Task[]): readonly Task[] {
  let tasks = among.get(siblings);
  if (tasks === undefined) {
    const packages = packageTasks(index);
    tasks = packages.size === 0 ? [] : siblings.filter(({ id }) => packages.has(id));
    among.set(siblings, tasks);
  }
  return tasks;
}

function findIn({ shown }: TaskIndex): ReadonlySet<TaskId> {
  const parents = new Map<TaskId, TaskId | null>();
  for (const task of shown) if (isOfPackage(task)) parents.set(task.id, task.parent);
  if (parents.size === 0) return new Set();
  for (const { id, parent } of shown) {
    if (parents.has(id)) continue;
    let ancestor = parent;
    while (ancestor !== null) {
      const above = parents.get(ancestor);
      if (above === undefined) break;
      parents.delete(ancestor);
      ancestor = above;
    }
  }
  return new Set(parents.keys());
}
