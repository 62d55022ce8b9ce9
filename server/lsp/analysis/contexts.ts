/** Contexts that a function is given. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { FunctionNode } from "./nodes.js";
import type { Binding } from "./names.js";

/** The parameter of a function that is said to be a context. */
export function contextParameter(file: FileAnalysis, fn: FunctionNode): Binding | undefined {
  const { ts: api, names, values } = file;
  for (const { name } of fn.parameters) {
    const binding = api.isIdentifier(name) ? names.bindingOf(name) : undefined;
    if (binding && values.kindOfBinding(binding) === "context") return binding;
  }
  return undefined;
}

/** The context that a function around a place is given, the innermost first. */
export function contextAround(file: FileAnalysis, node: ts.Node): Binding | undefined {
  for (let fn = file.nodes.functionOf(node); fn; fn = file.nodes.functionOf(fn)) {
    if (!file.nodes.bodyHolds(fn, node)) continue;
    const context = contextParameter(file, fn);
    if (context) return context;
  }
  return undefined;
}
