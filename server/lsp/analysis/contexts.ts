/** Contexts that a function is given. */
import type { FileAnalysis } from "./file.js";
import type { FunctionNode } from "./nodes.js";
import type { Binding } from "./scopes.js";

/** The parameter of a function that is said to be a context. */
export function contextParameter(file: FileAnalysis, fn: FunctionNode): Binding | undefined {
  const { ts: api, names, values } = file;
  for (const { name } of fn.parameters) {
    const binding = api.isIdentifier(name) ? names.bindingOf(name) : undefined;
    if (binding && values.kindOfBinding(binding) === "context") return binding;
  }
  return undefined;
}
