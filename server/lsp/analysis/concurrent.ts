/**
 * Whether a function can be under way twice at a time. Most async functions of a program run once, or one after the other;
 * to say of each that two of it may meet is what makes such rules unbearable. So this wants evidence: it is started in a
 * loop, is a handler of events or requests, is offered to callers that are not in sight, or is called by one that is.
 */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { FunctionNode } from "./nodes.js";
import { startsTask } from "./tasks.js";

/** Calls by name that run a function again and again without waiting for the last time. */
const REPEATERS: ReadonlySet<string> = new Set(
  "map flatMap forEach filter some on addListener prependListener addEventListener setInterval use get post put patch delete all route createServer".split(
    " ",
  ),
);

const MAX_DEPTH = 4;

/** @param within what the state belongs to: each run of that has a state of its own; nothing for the whole file */
export function mayMeetItself(
  file: FileAnalysis,
  fn: FunctionNode,
  within: ts.Node | undefined,
  depth = 0,
): boolean {
  const { ts: api, nodes } = file;
  if (depth > MAX_DEPTH || fn === within) return false;
  if (api.isMethodDeclaration(fn)) return !nodes.isStatic(fn) || within === undefined;
  if (api.isAccessor(fn) || api.isConstructorDeclaration(fn)) return false;
  if (!api.isFunctionDeclaration(fn)) {
    const { parent } = nodes.wrapped(fn);
    if (api.isCallExpression(parent)) return isRepeated(file, parent, fn);
    if (api.isPropertyDeclaration(parent) || api.isPropertyAssignment(parent)) return true;
    if (!api.isVariableDeclaration(parent)) return false;
  }
  return isCalledOften(file, fn, within, depth);
}

/** By a call that is given the function itself. */
function isRepeated(file: FileAnalysis, call: ts.CallExpression, fn: ts.Node): boolean {
  const callee = file.nodes.bare(call.expression);
  if (callee === file.nodes.bare(fn as ts.Expression)) return false; // called on the spot
  if (startsTask(file, call)) return file.nodes.loopsAround(call).length > 0;
  const name = file.ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : file.ts.isIdentifier(callee)
      ? callee.text
      : "";
  return REPEATERS.has(name);
}

function isCalledOften(
  file: FileAnalysis,
  fn: FunctionNode,
  within: ts.Node | undefined,
  depth: number,
): boolean {
  const { ts: api, nodes, names } = file;
  const name = api.isFunctionDeclaration(fn)
    ? fn.name
    : (nodes.wrapped(fn).parent as ts.VariableDeclaration).name;
  const binding = name && names.bindingOf(name);
  if (!binding) return false;
  if (binding.exported) return true;
  let loose = 0;
  for (const { node } of binding.references) {
    const outer = nodes.wrapped(node);
    const { parent } = outer;
    const caller = nodes.functionOf(node);
    if (caller === fn) continue;
    if (!api.isCallExpression(parent)) return true; // kept somewhere, to be called at any time
    if (parent.expression !== outer) {
      if (isRepeated(file, parent, outer)) return true;
      continue;
    }
    const isAwaited = api.isAwaitExpression(nodes.wrapped(parent).parent);
    if (!isAwaited) loose += nodes.loopsAround(parent).length > 0 ? 2 : 1;
    if (caller && caller !== within && mayMeetItself(file, caller, within, depth + 1)) return true;
  }
  return loose > 1;
}
