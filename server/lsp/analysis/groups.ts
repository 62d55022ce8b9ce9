/** Tasks that a wait group counts. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { FunctionNode } from "./nodes.js";
import type { Binding } from "./names.js";
import { startsOf } from "./tasks.js";

export interface CountedTask {
  readonly fn: FunctionNode;
  /** Where it is started. */
  readonly starts: readonly ts.CallExpression[];
  readonly group: Binding;
  readonly done: ts.CallExpression;
  /** `add` in the task's own code. */
  readonly adds: readonly ts.CallExpression[];
}

/** Functions that are started as tasks and tell a group from outside of them that they are done. */
export function countedTasks(file: FileAnalysis): CountedTask[] {
  return file.once(findCounted);
}

function findCounted(file: FileAnalysis): CountedTask[] {
  const found = new Map<FunctionNode, CountedTask>();
  for (const call of file.callsNamed("done")) {
    const fn = file.nodes.functionOf(call);
    const group = groupOf(file, call, "done");
    if (!fn || !group || found.has(fn) || file.nodes.contains(fn, group.declaration)) continue;
    const starts = startsOf(file, fn);
    if (starts.length === 0) continue;
    const adds = file.callsOf(fn).filter((one) => groupOf(file, one, "add") === group);
    found.set(fn, { fn, starts, group, done: call, adds });
  }
  return [...found.values()];
}

function groupOf(file: FileAnalysis, call: ts.CallExpression, method: string): Binding | undefined {
  const one = file.values.methodCall(call);
  if (one?.kind !== "WaitGroup" || one.method !== method) return undefined;
  const receiver = file.nodes.bare(one.receiver);
  return file.ts.isIdentifier(receiver) ? file.names.bindingOf(receiver) : undefined;
}
