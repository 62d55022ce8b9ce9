import type { FileAnalysis } from "../analysis/file.js";
import { countedTasks, type CountedTask } from "../analysis/groups.js";
import { remove } from "../analysis/rewrite.js";
import { indentOf, insert } from "../line-edits.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const wgAddInside: Rule = {
  code: "sync/wg-add-inside",
  severity: "warning",
  title: "A task adds itself to the wait group",
  why: "A task starts after the call that starts it. If `add` is its first line, `wait` may come before it, find the count at 0, and not wait for it.",
  wrong: `import { WaitGroup, go } from "sluice";

export async function all(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const wg = new WaitGroup();
  for (const job of jobs) {
    go(async () => {
      wg.add();
      try {
        await job();
      } finally {
        wg.done();
      }
    });
  }
  await wg.wait();
}
`,
  right: `import { WaitGroup, go } from "sluice";

export async function all(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const wg = new WaitGroup();
  for (const job of jobs) {
    wg.add();
    go(async () => {
      try {
        await job();
      } finally {
        wg.done();
      }
    });
  }
  await wg.wait();
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const task of countedTasks(file)) {
      const [add] = task.adds;
      // Who adds after it was counted itself adds for others.
      if (!add || task.adds.length > 1 || !isFirst(file, task, add)) continue;
      tell({
        node: add,
        message: `${task.group.name}.add() runs when the task does: wait() may be over before. Add before the task is started`,
        fixes: () => moveOut(file, task, add),
      });
    }
  },
};

/** Nothing in the task comes before it. */
function isFirst(file: FileAnalysis, { fn }: CountedTask, add: ts.CallExpression): boolean {
  const statement = file.nodes.statementOf(add);
  const body = fn.body && file.ts.isBlock(fn.body) ? fn.body : undefined;
  return body !== undefined && body.statements[0] === statement;
}

function moveOut(file: FileAnalysis, { fn, starts }: CountedTask, add: ts.CallExpression): Fix[] {
  const [start] = starts;
  const statement = file.nodes.statementOf(add);
  const starting = start && file.nodes.statementOf(start);
  const fixed = add.arguments.every((one) => file.ts.isLiteralExpression(one));
  if (starts.length !== 1 || !starting || !statement || !fixed || !file.nodes.siblingsOf(starting)) return [];
  if (!file.nodes.contains(start, fn)) return [];
  const line = `${file.nodes.text(statement)}${file.style.eol}${indentOf(file, starting)}`;
  const changes = [insert(file.nodes.start(starting), line), remove(file, statement)];
  return [{ title: "Add before the task is started", kind: "quickfix", preferred: true, changes }];
}
