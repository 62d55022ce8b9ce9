import type { Pattern } from "./pattern.js";
import { pipelineStage } from "./pipeline-stage.js";
import { selectTimeout } from "./select-timeout.js";
import { workerPool } from "./worker-pool.js";

export type { Pattern } from "./pattern.js";

/** In the order in which the palette shows them. */
export const patterns: readonly Pattern[] = [pipelineStage, workerPool, selectTimeout];

/** By name, or by prefix for a client that knows only what it has shown. */
export function findPattern(nameOrPrefix: string): Pattern | undefined {
  return patterns.find(({ name, prefix }) => name === nameOrPrefix || prefix === nameOrPrefix);
}
