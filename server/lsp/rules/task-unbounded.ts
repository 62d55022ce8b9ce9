import type { FileAnalysis } from "../analysis/file.js";
import { freeName, insertBefore } from "../analysis/rewrite.js";
import { insert } from "../line-edits.js";
import { startsTask } from "../analysis/tasks.js";
import { siteIn } from "../expand.js";
import type { ts } from "../parser.js";
import { boundAll } from "../refactors/bound-all.js";
import { withImports } from "../refactors/with-imports.js";
import type { Fix, Rule } from "./rule.js";

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
      const spawned = spawnedOver(file, call) ?? mappedOver(file, call);
      if (!spawned) continue;
      const name = file.nodes.text(spawned.input);
      tell({
        node: call.expression,
        message: `a task with input or output for each of ${name}, however many there are`,
        fixes: () => bounded(file, call, spawned),
      });
    }
  },
};

interface Spawned {
  readonly input: ts.Expression;
  /** What runs for each of it. */
  readonly fn: ts.Node;
  /** Around the call that starts it. */
  readonly loop: ts.ForOfStatement | undefined;
}

/** `for (const x of input) go(...)`, `for await (const x of input) go(...)` */
function spawnedOver(file: FileAnalysis, call: ts.CallExpression): Spawned | undefined {
  const { ts: api, nodes } = file;
  const started = startsTask(file, call);
  const fn = started && nodes.bare(started);
  const [loop] = started ? nodes.loopsAround(call) : [];
  if (!fn || !nodes.isFunction(fn) || !loop || !api.isForOfStatement(loop)) return undefined;
  const group = file.values.methodCall(call);
  if (group?.kind === "ErrGroup" && isLimited(file, group.receiver)) return undefined;
  // Who waits for anything in each turn is held back by it.
  if (nodes.someOwn(loop.statement, (node) => api.isAwaitExpression(node))) return undefined;
  const endless = loop.awaitModifier !== undefined;
  if (!endless && !isInput(file, loop.expression)) return undefined;
  return doesIo(file, fn) ? { input: loop.expression, fn, loop } : undefined;
}

function isLimited(file: FileAnalysis, group: ts.Expression): boolean {
  const identity = file.values.identityOf(group);
  return file.calls.some((call) => {
    const method = file.values.methodCall(call);
    return method?.method === "setLimit" && file.values.identityOf(method.receiver) === identity;
  });
}

/** `Promise.all(input.map(async ...))` */
function mappedOver(file: FileAnalysis, call: ts.CallExpression): Spawned | undefined {
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
  if (!fn || !nodes.isFunction(fn) || !isInput(file, input) || !doesIo(file, fn)) return undefined;
  return { input, fn, loop: undefined };
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

const AT_A_TIME = 8;

/** A group has a limit of its own; a file with the library gets a semaphore, one without it a function of its own. */
function bounded(file: FileAnalysis, call: ts.CallExpression, { fn, loop }: Spawned): Fix[] {
  const { nodes } = file;
  const fix = (changes: Fix["changes"]): Fix[] => [
    { title: `Let at most ${AT_A_TIME} of these run at a time`, kind: "refactor", changes },
  ];
  const group = file.values.methodCall(call);
  if (loop && group?.kind === "ErrGroup") {
    const made = file.ts.isIdentifier(group.receiver) ? file.names.bindingOf(group.receiver) : undefined;
    if (!nodes.siblingsOf(loop) || !made || nodes.contains(loop, made.declaration)) return [];
    return fix([insertBefore(file, loop, `${made.name}.setLimit(${AT_A_TIME})`)]);
  }
  if (file.usesLibrary) {
    const changes = withPermits(file, fn, loop ?? nodes.statementOf(call));
    return changes ? fix(changes) : [];
  }
  const start = nodes.start(call);
  const all = boundAll.find(siteIn(file.syntax, { start, end: start }));
  return all ? [{ ...all, kind: "refactor" }] : [];
}

function withPermits(
  file: FileAnalysis,
  fn: ts.Node,
  outside: ts.Statement | undefined,
): Fix["changes"] | undefined {
  const { nodes } = file;
  const slots = freeName(file, ["slots", "permits", "places"]);
  if (slots === undefined || !outside || !nodes.siblingsOf(outside) || !file.ts.isArrowFunction(fn))
    return undefined;
  const { body } = fn;
  const start = nodes.start(body);
  return withImports(siteIn(file.syntax, { start, end: start }), { imports: ["Semaphore"] }, (names) => [
    insertBefore(
      file,
      outside,
      `const ${slots} = new ${names.get("Semaphore") ?? "Semaphore"}(${AT_A_TIME})`,
    ),
    insert(start, `${slots}.withPermit(${nodes.isAsync(fn) ? "async " : ""}() => `),
    insert(body.end, ")"),
  ]);
}
