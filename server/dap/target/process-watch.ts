import { setTimeout as delay } from "node:timers/promises";
import { GRACE_MS } from "./target.js";
import { isRunning, signalProcess } from "../../session/running.js";

const LOOK_EVERY_MS = 200;

/** Resolves when a process that is no child of ours is gone. */
export async function processGone(pid: number): Promise<void> {
  while (isRunning(pid)) await delay(LOOK_EVERY_MS);
}

/** SIGTERM, and SIGKILL when that was not enough. */
export function endProcess(pid: number): void {
  signalProcess(pid, "SIGTERM");
  setTimeout(() => signalProcess(pid, "SIGKILL"), GRACE_MS).unref();
}
