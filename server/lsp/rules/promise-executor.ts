import type { FileAnalysis } from "../analysis/file.js";
import type { FunctionNode } from "../analysis/nodes.js";
import { asStatement, freeName, replace, wrapInTry } from "../analysis/rewrite.js";
import { indentOf, insert } from "../line-edits.js";
import type { TextChange } from "../import-edit.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const executor: Rule = {
  code: "promise/executor",
  severity: "warning",
  title: "A promise executor that is async, or that cannot settle",
  why: "`new Promise` does not listen to the promise of an async executor: an error after its first await is an unhandled rejection, and the promise stays pending. One that uses neither of its functions stays pending always.",
  wrong: `export function load(open: () => Promise<string>): Promise<string> {
  return new Promise(async (resolve) => {
    const text = await open();
    resolve(text.trim());
  });
}
`,
  right: `export async function load(open: () => Promise<string>): Promise<string> {
  const text = await open();
  return text.trim();
}
`,
  eslint: "no-async-promise-executor",
  needsLibrary: false,
  check(file, tell) {
    const { ts: api, nodes } = file;
    for (const made of file.news) {
      const { expression: callee } = made;
      if (!api.isIdentifier(callee) || callee.text !== "Promise" || file.names.bindingOf(callee)) continue;
      const [argument] = made.arguments ?? [];
      const fn = argument && nodes.bare(argument);
      if (!fn || !nodes.isFunction(fn)) continue;
      if (nodes.isAsync(fn)) {
        if (!waitsOpenly(file, fn)) continue;
        tell({
          node: api.getModifiers(fn)?.[0] ?? fn,
          message: "an async executor: an error after its await is unhandled, and this promise stays pending",
          fixes: () => rejectWithError(file, fn),
        });
      } else if (cannotSettle(file, fn)) {
        tell({
          node: callee,
          message: "neither of the executor's functions is used: this promise stays pending",
        });
      }
    }
  },
};

/** It awaits something whose error nobody takes: it is not in a `try` that catches, nor in what comes after one. */
function waitsOpenly(file: FileAnalysis, { body }: FunctionNode): boolean {
  const { ts: api, nodes } = file;
  if (!body) return false;
  const isCaught = (node: ts.Node): boolean => {
    for (let one = node; one !== body; one = one.parent) {
      if (api.isTryStatement(one) && one.catchClause) return true;
    }
    // `await work().catch(reject)`
    if (!api.isAwaitExpression(node)) return false;
    const call = nodes.bare(node.expression);
    return (
      api.isCallExpression(call) &&
      api.isPropertyAccessExpression(call.expression) &&
      call.expression.name.text === "catch"
    );
  };
  return nodes.someOwn(body, (node) => api.isAwaitExpression(node) && !isCaught(node));
}

function cannotSettle(file: FileAnalysis, fn: FunctionNode): boolean {
  const { ts: api, nodes, names } = file;
  const { body, parameters } = fn;
  // Without anything to do it is meant to stay pending.
  if (!body || parameters.length === 0 || (api.isBlock(body) && body.statements.length === 0)) return false;
  const usesAny = parameters.some(({ name, dotDotDotToken }) => {
    const binding = api.isIdentifier(name) && !dotDotDotToken ? names.bindingOf(name) : undefined;
    return !binding || binding.references.length > 0 || binding.name.startsWith("_");
  });
  const usesArguments = nodes.someOwn(body, (node) => api.isIdentifier(node) && node.text === "arguments");
  return !usesAny && !usesArguments;
}

/** An error becomes the promise's own, as that of a plain executor does. */
function rejectWithError(file: FileAnalysis, { body, parameters }: FunctionNode): Fix[] {
  const { ts: api } = file;
  const [resolve, second] = parameters;
  const known = second && api.isIdentifier(second.name) ? second.name.text : undefined;
  const reject = second ? known : freeName(file, ["reject", "fail", "rejectPromise"]);
  const error = freeName(file, ["error", "reason", "cause"]);
  if (!body || !resolve || resolve.dotDotDotToken || reject === undefined || error === undefined) return [];
  const head = second ? [] : addParameter(file, resolve, reject);
  const handler = `catch (${error})`;
  const call = `${reject}(${error})`;
  const inTry = api.isBlock(body)
    ? wrapInTry(file, body.statements, handler, call)
    : [triedBody(file, body, handler, call)];
  if (!inTry) return [];
  const title = `Call ${reject} with what goes wrong`;
  return [{ title, kind: "quickfix", preferred: true, changes: [...head, ...inTry] }];
}

/** An expression as a body of statements. */
function triedBody(file: FileAnalysis, body: ts.Expression, handler: string, call: string): TextChange {
  const { indent, eol } = file.style;
  const lines = [
    "{",
    `${indent}try {`,
    indent + indent + asStatement(file, file.nodes.text(body)),
    `${indent}} ${handler} {`,
    indent + indent + asStatement(file, call),
    `${indent}}`,
    "}",
  ];
  return replace(file, body, lines.join(eol + indentOf(file, body)));
}

/** With the parentheses that a second one needs. */
function addParameter(file: FileAnalysis, first: ts.ParameterDeclaration, name: string): TextChange[] {
  const start = file.nodes.start(first);
  const isBare = !/\(\s*$/.test(file.text.slice(first.parent.pos, start));
  return isBare ? [insert(start, "("), insert(first.end, `, ${name})`)] : [insert(first.end, `, ${name}`)];
}
