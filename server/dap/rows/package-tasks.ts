/** Tasks of packages and of Node itself: true, and seldom what a user looks for. */
import type { Task, TaskId } from "../../model/task.js";
import type { TaskIndex } from "./task-index.js";

export const PACKAGE_FILE = /^node:|[\\/]node_modules[\\/]/;

/** All that is known of it lies in packages. */
function isOfPackage({ stack, created }: Task): boolean {
  const sites = [...stack, ...created.slice(0, 1)];
  return sites.length > 0 && sites.every(({ file }) => PACKAGE_FILE.test(file));
}

// A task's snapshot never changes.
const ofPackage = new WeakMap<Task, boolean>();

function isKnownOfPackage(task: Task): boolean {
  let known = ofPackage.get(task);
  if (known === undefined) {
    known = isOfPackage(task);
    ofPackage.set(task, known);
  }
  return known;
}

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
  for (const task of shown) if (isKnownOfPackage(task)) parents.set(task.id, task.parent);
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
