import type { FileAnalysis } from "../analysis/file.js";
import { countedTasks, type CountedTask } from "../analysis/groups.js";
import { mayReject } from "../analysis/rejects.js";
import { wrapInFinally } from "../analysis/rewrite.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

const OWED = 1;
const DONE = 2;

export const wgDonePath: Rule = {
  code: "sync/wg-done-path",
  severity: "warning",
  title: "A task that may end without done()",
  why: "When the task fails or returns early, `done` is not called, the count never comes to 0, and `wait` waits for ever. `finally`, or `wg.go`, counts whatever happens.",
  wrong: `import { WaitGroup, go } from "sluice";

export async function all(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const wg = new WaitGroup();
  for (const job of jobs) {
    wg.add();
    go(async () => {
      await job();
      wg.done();
    });
  }
  await wg.wait();
}
`,
  right: `import { WaitGroup } from "sluice";

export async function all(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const wg = new WaitGroup();
  for (const job of jobs) wg.go(job);
  await wg.wait();
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const task of countedTasks(file)) {
      const { fn, group, done } = task;
      if (!fn.body) continue;
      const { end, returns, thrown } = file.paths(fn.body, OWED, {
        step: (node, before) => (isDone(file, task, node) ? DONE : before),
        throws: (node) => mayReject(file, node),
      });
      const left = returns.find(({ bits }) => bits === OWED) ?? thrown.find(({ bits }) => bits === OWED);
      if (!left && end !== OWED) continue;
      const message = left
        ? file.ts.isReturnStatement(left.node)
          ? `the return in line ${file.nodes.line(left.node)} ends the task without ${group.name}.done()`
          : `an error in line ${file.nodes.line(left.node)} ends the task without ${group.name}.done(): call it in finally`
        : `the task may end without ${group.name}.done()`;
      tell({ node: done, message, fixes: () => doneInFinally(file, task) });
    }
  },
};

/** A function within that calls it may do so in time. */
function isDone(file: FileAnalysis, { group, fn }: CountedTask, node: ts.Node): boolean {
  if (file.nodes.isFunction(node) && node !== fn) {
    return group.references.some((one) => node.pos <= one.node.pos && one.node.end <= node.end);
  }
  const method = file.ts.isCallExpression(node) ? file.values.methodCall(node) : undefined;
  if (method?.kind === "WaitGroup" && method.method === "done") return true;
  return (
    file.ts.isIdentifier(node) &&
    file.names.bindingOf(node) === group &&
    !file.ts.isPropertyAccessExpression(node.parent)
  );
}

function doneInFinally(file: FileAnalysis, { fn, done }: CountedTask): Fix[] {
  const body = fn.body && file.ts.isBlock(fn.body) ? fn.body : undefined;
  const statement = file.nodes.statementOf(done);
  if (!body || !statement || body.statements.at(-1) !== statement) return [];
  const changes = wrapInFinally(file, body.statements.slice(0, -1), file.nodes.text(done), statement);
  return changes ? [{ title: "Call done() in finally", kind: "quickfix", preferred: true, changes }] : [];
}
