import type { FileAnalysis } from "../analysis/file.js";
import { startsTask } from "../analysis/tasks.js";
import type { ts } from "../parser.js";
import type { Rule } from "./rule.js";

export const unbounded: Rule = {
  code: "task/unbounded",
  severity: "information",
  title: "As many tasks at a time as there is input",
  why: "A task for each item, with a request, a file or a process in each, is fine for ten and fatal for ten thousand: sockets and memory run out. A pool, a semaphore or `ErrGroup.setLimit` sets the number.",
  wrong: `export async function load(urls: readonly string[]): Promise<Response[]> {
  return await Promise.all(urls.map(async (url) => await fetch(url)));
}
`,
  right: `import { Semaphore } from "sluice";

const slots = new Semaphore(8);

export async function load(urls: readonly string[]): Promise<Response[]> {
  return await Promise.all(urls.map((url) => slots.withPermit(() => fetch(url))));
}
`,
  needsLibrary: false,
  check(file, tell) {
    for (const call of file.calls) {
      const input = spawnedOver(file, call) ?? mappedOver(file, call);
      if (!input) continue;
      const name = file.nodes.text(input);
      tell({
        node: call.expression,
        message: `a task with input or output for each of ${name}, however many there are`,
      });
    }
  },
};

/** `for (const x of input) go(...)`, `for await (const x of input) go(...)` */
function spawnedOver(file: FileAnalysis, call: ts.CallExpression): ts.Expression | undefined {
  const { ts: api, nodes } = file;
  const started = startsTask(file, call);
  const fn = started && nodes.bare(started);
  const [loop] = started ? nodes.loopsAround(call) : [];
  if (!fn || !nodes.isFunction(fn) || !loop || !api.isForOfStatement(loop)) return undefined;
  const group = file.values.methodCall(call);
  if (group?.kind === "errgroup" && isLimited(file, group.receiver)) return undefined;
  // Who waits for anything in each turn is held back by it.
  if (nodes.someOwn(loop.statement, (node) => api.isAwaitExpression(node))) return undefined;
  const endless = loop.awaitModifier !== undefined;
  return (endless || isInput(file, loop.expression)) && doesIo(file, fn) ? loop.expression : undefined;
}

function isLimited(file: FileAnalysis, group: ts.Expression): boolean {
  const identity = file.values.identityOf(group);
  return file.calls.some((call) => {
    const method = file.values.methodCall(call);
    return method?.method === "setLimit" && file.values.identityOf(method.receiver) === identity;
  });
}

/** `Promise.all(input.map(async ...))` */
function mappedOver(file: FileAnalysis, call: ts.CallExpression): ts.Expression | undefined {
  const { ts: api, nodes } = file;
  const { expression: callee, arguments: args } = call;
  const isAll =
    api.isPropertyAccessExpression(callee) &&
    (callee.name.text === "all" || callee.name.text === "allSettled") &&
    api.isIdentifier(callee.expression) &&
    callee.expression.text === "Promise";
  const [list] = args;
  const map = isAll && list ? nodes.bare(list) : undefined;
  if (!map || !api.isCallExpression(map) || !api.isPropertyAccessExpression(map.expression)) return undefined;
  const [first] = map.arguments;
  const fn = map.expression.name.text === "map" && first ? nodes.bare(first) : undefined;
  const input = map.expression.expression;
  return fn && nodes.isFunction(fn) && isInput(file, input) && doesIo(file, fn) ? input : undefined;
}

/** What the function is given, whose size only its caller knows. */
function isInput(file: FileAnalysis, expression: ts.Expression): boolean {
  const bare = file.nodes.bare(expression);
  return file.ts.isIdentifier(bare) && file.names.bindingOf(bare)?.kind === "parameter";
}

const OUTSIDE =
  /^(node:)?(fs|fs\/promises|http|https|http2|net|tls|dns|dns\/promises|child_process)$|^(undici|got|axios|node-fetch|ky|superagent)$/;
const HOLDS_BACK = /lock|acquire|permit|limit|semaphore|pool|queue/i;

/** It opens something outside of the process, and asks nobody for leave. */
function doesIo(file: FileAnalysis, fn: ts.Node): boolean {
  const { nodes } = file;
  const callees: ts.Expression[] = [];
  nodes.some(fn, (node) => {
    if (file.ts.isCallExpression(node)) callees.push(nodes.bare(node.expression));
    return false;
  });
  return (
    callees.some((one) => opensOutside(file, one)) && !callees.some((one) => HOLDS_BACK.test(nodes.text(one)))
  );
}

function opensOutside({ ts: api, values, names }: FileAnalysis, callee: ts.Expression): boolean {
  if (api.isIdentifier(callee) && callee.text === "fetch" && !names.bindingOf(callee)) return true;
  return OUTSIDE.test(values.importedName(callee)?.module ?? "");
}
