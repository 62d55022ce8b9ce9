import type { FileAnalysis } from "../analysis/file.js";
import { block, freeName, insertBefore } from "../analysis/rewrite.js";
import { insert } from "../line-edits.js";
import { functionBehind } from "../analysis/tasks.js";
import { isTyped } from "../languages.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const raceTimer: Rule = {
  code: "promise/race-timer",
  severity: "warning",
  title: "A race against a timer that nobody clears",
  why: "When the work wins, the timer goes on: it keeps the process alive until it fires, and a busy program piles them up. Clear it, or give the sleeper a signal.",
  wrong: `export async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return await Promise.race([
    work,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error("too late")), ms)),
  ]);
}
`,
  right: `export async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return await Promise.race([
    work,
    new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("too late")), ms);
    }),
  ]).finally(() => clearTimeout(timer));
}
`,
  needsLibrary: false,
  check(file, tell) {
    for (const race of file.callsNamed("race")) {
      const runners = runnersOf(file, race);
      if (!runners || runners.length < 2) continue;
      for (const runner of runners) {
        const timer = timerOf(file, runner);
        if (!timer) continue;
        tell({
          node: runner,
          message: "when another wins this race, the timer is not cleared, and runs on until it fires",
          fixes: () => (file.nodes.contains(runner, timer) ? clearAfterwards(file, race, timer) : []),
        });
      }
    }
  },
};

function runnersOf(file: FileAnalysis, call: ts.CallExpression): readonly ts.Expression[] | undefined {
  const { ts: api } = file;
  const { expression: callee, arguments: args } = call;
  const isRace =
    api.isPropertyAccessExpression(callee) &&
    callee.name.text === "race" &&
    api.isIdentifier(callee.expression) &&
    callee.expression.text === "Promise";
  const [list] = args;
  return isRace && list && api.isArrayLiteralExpression(list) ? list.elements : undefined;
}

/** The call that starts a timer which nobody can stop. */
function timerOf(file: FileAnalysis, runner: ts.Expression): ts.CallExpression | undefined {
  const { ts: api, nodes, values } = file;
  const bare = nodes.bare(runner);
  if (api.isNewExpression(bare)) return timerInExecutor(file, bare);
  if (api.isCallExpression(bare)) {
    const imported = values.importedName(bare.expression);
    if (imported && /^(node:)?timers\/promises$/.test(imported.module) && imported.name === "setTimeout") {
      return bare.arguments.length < 3 ? bare : undefined;
    }
    if (values.libraryCall(bare) === "sleep") return bare.arguments.length < 2 ? bare : undefined;
    const fn = functionBehind(file, bare.expression);
    const made = fn?.body && onlyResult(file, fn.body);
    return made && api.isNewExpression(made) ? timerInExecutor(file, made) : undefined;
  }
  const binding = api.isIdentifier(bare) ? file.names.bindingOf(bare) : undefined;
  const made = binding && binding.references.length === 1 ? values.initializerOf(binding) : undefined;
  return made && api.isNewExpression(made) ? timerInExecutor(file, made) : undefined;
}

/** `(ms) => new Promise(...)`, or a function that does nothing but return it. */
function onlyResult(file: FileAnalysis, body: ts.Node): ts.Expression | undefined {
  const { ts: api, nodes } = file;
  if (!api.isBlock(body)) return nodes.bare(body as ts.Expression);
  const [only] = body.statements;
  if (body.statements.length !== 1 || !only || !api.isReturnStatement(only) || !only.expression)
    return undefined;
  return nodes.bare(only.expression);
}

function timerInExecutor(file: FileAnalysis, made: ts.NewExpression): ts.CallExpression | undefined {
  const { ts: api, nodes } = file;
  const [argument] = made.arguments ?? [];
  const executor = argument && nodes.bare(argument);
  const isPromise = api.isIdentifier(made.expression) && made.expression.text === "Promise";
  if (!isPromise || !executor || !nodes.isFunction(executor)) return undefined;
  return file.callsOf(executor).find((call) => startsTimer(file, call) && isDropped(file, call, executor));
}

function startsTimer(file: FileAnalysis, { expression: callee }: ts.CallExpression): boolean {
  if (!file.ts.isIdentifier(callee) || callee.text !== "setTimeout") return false;
  const binding = file.names.bindingOf(callee);
  return !binding || /^(node:)?timers$/.test(binding.imported?.module ?? "");
}

function isDropped(file: FileAnalysis, call: ts.CallExpression, executor: ts.Node): boolean {
  const { parent } = file.nodes.wrapped(call);
  return file.ts.isExpressionStatement(parent) || file.ts.isVoidExpression(parent) || parent === executor;
}

function clearAfterwards(file: FileAnalysis, race: ts.CallExpression, timer: ts.CallExpression): Fix[] {
  const { ts: api, nodes } = file;
  const statement = nodes.statementOf(race);
  const name = freeName(file, ["timer", "timeout", "raceTimer"]);
  if (!statement || !nodes.siblingsOf(statement) || name === undefined || !startsTimer(file, timer))
    return [];
  if (nodes.functionOf(statement) !== nodes.functionOf(race)) return [];
  const type = isTyped(file.syntax.language) ? ": ReturnType<typeof setTimeout> | undefined" : "";
  const kept = `${name} = ${nodes.text(timer)}`;
  const { parent } = timer;
  const change = api.isExpressionStatement(parent)
    ? insert(nodes.start(timer), `${name} = `)
    : { start: nodes.start(timer), end: timer.end, newText: block(file, timer, [kept]) };
  if (!api.isExpressionStatement(parent) && !api.isArrowFunction(parent)) return [];
  const changes = [
    insertBefore(file, statement, `let ${name}${type}`),
    change,
    insert(race.end, `.finally(() => clearTimeout(${name}))`),
  ];
  return [{ title: "Clear the timer after the race", kind: "quickfix", preferred: true, changes }];
}
