import { isBuiltin } from "./call-sites.js";
import type { Stacks } from "./stacks.js";

/** How far up a stack the executor of a `new Promise` is looked for. */
const EXECUTOR_FRAMES = 16;

/** Whether the code that calls `below` was called by the executor of a `new Promise`. */
export function insideExecutor(stacks: Stacks, below: unknown): boolean {
  const callSites = stacks.take(EXECUTOR_FRAMES, below);
  return callSites?.some((site) => isBuiltin(site) && site.getFunctionName() === "Promise") ?? false;
}
