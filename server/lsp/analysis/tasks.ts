/** Which functions of a file run as tasks of their own, and which may run more than once at a time. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { FunctionNode } from "./nodes.js";

/** Calls that start the function that they are given, and do not wait for it. */
export function startsTask(file: FileAnalysis, call: ts.CallExpression): ts.Expression | undefined {
  const { ts: api, values } = file;
  const [first, second] = call.arguments;
  if (values.libraryCall(call) === "go") {
    const callee = file.nodes.bare(call.expression);
    const named = api.isPropertyAccessExpression(callee) && callee.name.text === "named";
    return named ? second : first;
  }
  const method = values.methodCall(call);
  if (!method) return undefined;
  const spawns =
    (method.kind === "WaitGroup" && method.method === "go") ||
    (method.kind === "ErrGroup" && (method.method === "go" || method.method === "tryGo"));
  return spawns ? first : undefined;
}

/** Where this very function is started as a task: written there, or by its name. */
export function startsOf(file: FileAnalysis, fn: FunctionNode): ts.CallExpression[] {
  return file.once(startsByFunction).get(fn) ?? [];
}

function startsByFunction(file: FileAnalysis): Map<FunctionNode, ts.CallExpression[]> {
  const starts = new Map<FunctionNode, ts.CallExpression[]>();
  for (const call of file.calls) {
    const started = startsTask(file, call);
    const fn = started && functionBehind(file, started);
    if (fn) starts.set(fn, [...(starts.get(fn) ?? []), call]);
  }
  return starts;
}

/** The function that an expression is, or names. */
export function functionBehind(file: FileAnalysis, expression: ts.Expression): FunctionNode | undefined {
  const { nodes, names, values, ts: api } = file;
  const bare = nodes.bare(expression);
  if (nodes.isFunction(bare)) return bare;
  const binding = api.isIdentifier(bare) ? names.bindingOf(bare) : undefined;
  if (!binding) return undefined;
  const { parent } = binding.declaration;
  if (api.isFunctionDeclaration(parent)) return parent;
  const initializer = values.initializerOf(binding);
  return initializer && nodes.isFunction(initializer) ? initializer : undefined;
}
