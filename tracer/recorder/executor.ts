import { isBuiltin } from "./call-sites.js";
import type { Stacks } from "./stacks.js";

/** How far up a stack the executor of a `new Promise` is looked for. */
const EXECUTOR_FRAMES = 16;

/** Where Node makes the promise just before the resource, without an executor (24 and later). */
const PROMISED_TIMERS = "node:timers/promises";
const PROMISED_FRAMES = 6;

/**
 * Whether the code that calls `below` was called by the executor of a `new Promise`, or belongs to a function of Node's
 * that makes the promise just before.
 */
export function insideExecutor(stacks: Stacks, below: unknown): boolean {
  const callSites = stacks.take(EXECUTOR_FRAMES, below) ?? [];
  return (
    callSites.some((site) => isBuiltin(site) && site.getFunctionName() === "Promise") ||
    callSites.slice(0, PROMISED_FRAMES).some((site) => site.getFileName() === PROMISED_TIMERS)
  );
}
