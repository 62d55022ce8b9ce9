import type { Task, WaitOp } from "../model/task.js";

const BLOCKED_AFTER_MS = 1000;

/** What ends by itself, or by somebody outside. */
export const OUTSIDE: ReadonlySet<WaitOp> = new Set(["sleep", "timer", "io", "message", "child", "event"]);

/** @param nowMs since the program's start */
export function blockedAmong(tasks: readonly Task[], nowMs: number): number {
  let count = 0;
  for (const { wait } of tasks) {
    if (wait !== null && !OUTSIDE.has(wait.op) && nowMs - wait.fromMs > BLOCKED_AFTER_MS) count++;
  }
  return count;
}
