import { contextAround, contextParameter } from "../analysis/contexts.js";
import type { FileAnalysis } from "../analysis/file.js";
import type { FunctionNode } from "../analysis/nodes.js";
import { addArgument, replace } from "../analysis/rewrite.js";
import type { ts } from "../parser.js";
import type { Rule } from "./rule.js";

export const notPassed: Rule = {
  code: "ctx/not-passed",
  severity: "warning",
  title: "A function is given a context, and does not pass it on",
  why: "Whoever cancels the context believes that the work below it ends. What begins anew from background(), or waits without the context, goes on.",
  wrong: `import { background, withTimeout, type Context } from "sluice";

export async function load(ctx: Context, url: string): Promise<Response> {
  const [limited, cancel] = withTimeout(background(), 5000);
  try {
    return await fetch(url, { signal: limited.signal });
  } finally {
    cancel();
  }
}
`,
  right: `import { withTimeout, type Context } from "sluice";

export async function load(ctx: Context, url: string): Promise<Response> {
  const [limited, cancel] = withTimeout(ctx, 5000);
  try {
    return await fetch(url, { signal: limited.signal });
  } finally {
    cancel();
  }
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const call of [...file.libraryCalls("background"), ...file.libraryCalls("todo")]) {
      // Cleaning up goes on after the end, on purpose.
      const context = isCleanup(file, call) ? undefined : contextAround(file, call);
      if (!context) continue;
      tell({
        node: call,
        message: `${file.nodes.text(call)} begins anew here: what hangs on it does not end with ${context.name}`,
        fixes: () => [
          {
            title: `Pass ${context.name} on`,
            kind: "quickfix",
            preferred: true,
            changes: [replace(file, call, context.name)],
          },
        ],
      });
    }
    for (const fn of file.functions) {
      const context = contextParameter(file, fn);
      if (!context || context.references.length > 0 || context.name.startsWith("_")) continue;
      const wait = firstWait(file, fn);
      if (!wait) continue;
      tell({
        node: wait,
        message: `this wait does not end with ${context.name}, which the function is given and does not use`,
        fixes: () => [
          {
            title: `Pass ${context.name} on`,
            kind: "quickfix",
            preferred: true,
            changes: [addArgument(wait, context.name)],
          },
        ],
      });
    }
  },
};

function isCleanup(file: FileAnalysis, node: ts.Node): boolean {
  const { ts: api } = file;
  for (let one = node; !api.isSourceFile(one); one = one.parent) {
    if (api.isCatchClause(one)) return true;
    if (api.isBlock(one) && api.isTryStatement(one.parent) && one.parent.finallyBlock === one) return true;
    if (api.isCallExpression(one) && file.values.libraryCall(one) === "withoutCancel") return true;
  }
  return false;
}

function firstWait(file: FileAnalysis, fn: FunctionNode): ts.CallExpression | undefined {
  return file
    .awaitsOf(fn)
    .map(({ expression }) => file.nodes.bare(expression))
    .map((call) => file.values.waitOf(call))
    .find((wait) => wait !== undefined && wait.kind !== "Mutex" && wait.kind !== "RWMutex")?.call;
}
