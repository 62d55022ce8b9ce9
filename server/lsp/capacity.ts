/** The numbers that a declaration gives: a channel's capacity, a semaphore's permits, a context's time. */
import { kindOf, libraryName } from "./kinds.js";
import type { Syntax, ts } from "./parser.js";
import { closest, declarationOf } from "./scopes.js";

/** As it is written, "0" where nothing is. */
export function capacityOf(syntax: Syntax, name: ts.Identifier): string | undefined {
  const call = initializerCall(syntax, name);
  if (!call) return undefined;
  return libraryName(syntax, call.expression) === "chan" ? argument(syntax, call, 0, "0") : undefined;
}

/** The permits of a semaphore. */
export function permitsOf(syntax: Syntax, name: ts.Identifier): string | undefined {
  const { parent } = name;
  const { ts } = syntax;
  if (!ts.isVariableDeclaration(parent) || !parent.initializer) return undefined;
  const { initializer } = parent;
  if (!ts.isNewExpression(initializer) || libraryName(syntax, initializer.expression) !== "Semaphore") {
    return undefined;
  }
  return initializer.arguments?.[0]?.getText(syntax.tree);
}

/** The nearest deadline of a context: its own, or that of one that it was made from. */
export function deadlineOf(syntax: Syntax, name: ts.Identifier, depth = 0): string | undefined {
  const { ts, tree } = syntax;
  const call = initializerCall(syntax, name);
  if (!call || depth > 12) return undefined;
  const made = libraryName(syntax, call.expression);
  const [parent, limit] = call.arguments;
  const own = made === "withTimeout" && limit ? inWords(limit.getText(tree)) : undefined;
  if (made === "withDeadline" && limit) return `until ${limit.getText(tree)}`;
  if (own !== undefined) return own;
  const declaration = parent && ts.isIdentifier(parent) ? declarationOf(syntax, parent) : undefined;
  const isContext = declaration !== undefined && kindOf(syntax, declaration) === "context";
  return isContext && made !== "withoutCancel" ? deadlineOf(syntax, declaration, depth + 1) : undefined;
}

/** "5000" in seconds; anything else as it is written. */
function inWords(ms: string): string {
  const value = Number(ms.replaceAll("_", ""));
  if (!Number.isFinite(value)) return `≤ ${ms} ms`;
  return value >= 1000 ? `≤ ${value / 1000} s` : `≤ ${value} ms`;
}

function initializerCall({ ts }: Syntax, name: ts.Identifier): ts.CallExpression | undefined {
  const declaration = closest(name, ts.isVariableDeclaration);
  const initializer = declaration?.initializer;
  return initializer && ts.isCallExpression(initializer) ? initializer : undefined;
}

function argument({ tree }: Syntax, call: ts.CallExpression, index: number, otherwise: string): string {
  return call.arguments[index]?.getText(tree) ?? otherwise;
}
