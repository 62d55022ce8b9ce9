import { setTimeout as delay } from "node:timers/promises";
import { GRACE_MS } from "./target.js";

const LOOK_EVERY_MS = 200;

/** Whether there is such a process, of whichever user. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Resolves when a process that is no child of ours is gone. */
export async function processGone(pid: number): Promise<void> {
  while (isRunning(pid)) await delay(LOOK_EVERY_MS);
}

/** SIGTERM, and SIGKILL when that was not enough. */
export function endProcess(pid: number): void {
  signal(pid, "SIGTERM");
  setTimeout(() => signal(pid, "SIGKILL"), GRACE_MS).unref();
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already, which is what was wanted.
  }
}
