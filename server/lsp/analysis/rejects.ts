/** Which waits can end with an error. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";

/** Waits of the library that, without a signal, end as they should or not at all. */
const QUIET: ReadonlySet<string> = new Set([
  "channel receive",
  "channel next",
  "Mutex lock",
  "RWMutex lock",
  "RWMutex rLock",
  "WaitGroup wait",
  "Cond wait",
]);

/** A node at which an await may throw. */
export function mayReject(file: FileAnalysis, node: ts.Node): boolean {
  const { ts: api } = file;
  if (api.isForOfStatement(node)) return node.awaitModifier !== undefined;
  if (!api.isAwaitExpression(node)) return false;
  const wait = file.values.waitOf(file.nodes.bare(node.expression));
  if (!wait) return true;
  const { kind, method, call } = wait;
  if (kind === "sleep") return call.arguments.length > 1;
  return call.arguments.length > 0 || !QUIET.has(`${kind} ${method}`);
}
