/** Tasks of packages and of Node itself: true, and seldom what a user looks for. */
import type { Task } from "./task.js";

export const PACKAGE_FILE = /^node:|[\\/]node_modules[\\/]/;

// A task's snapshot never changes.
const ofPackage = new WeakMap<Task, boolean>();

/** All that is known of it lies in packages. */
export function isOfPackage(task: Task): boolean {
  let known = ofPackage.get(task);
  if (known === undefined) {
    const sites = [...task.stack, ...task.created.slice(0, 1)];
    known = sites.length > 0 && sites.every(({ file }) => PACKAGE_FILE.test(file));
    ofPackage.set(task, known);
  }
  return known;
}
