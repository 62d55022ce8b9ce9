import type { FileAnalysis } from "../analysis/file.js";
import { freeName, insertBefore, replace } from "../analysis/rewrite.js";
import { selectsIn, type Select } from "../analysis/selects.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const timerPerLoop: Rule = {
  code: "select/timer-per-loop",
  severity: "information",
  title: "A timer that begins anew in each turn of a loop",
  why: "`after(ms)` inside the loop counts from the last turn: as long as other cases keep coming it never fires. A limit for the whole loop is made once, before it; a ticker made in each turn goes on ticking for ever.",
  wrong: `import { after, select, type ReceiveChannel } from "sluice";

export async function collect(values: ReceiveChannel<number>): Promise<number[]> {
  const all: number[] = [];
  for (;;) {
    const over = await select(
      values.onReceive((value = 0) => void all.push(value)),
      after(5000).onReceive(() => true),
    );
    if (over === true) return all;
  }
}
`,
  right: `import { after, select, type ReceiveChannel } from "sluice";

export async function collect(values: ReceiveChannel<number>): Promise<number[]> {
  const all: number[] = [];
  const limit = after(5000);
  for (;;) {
    const over = await select(
      values.onReceive((value = 0) => void all.push(value)),
      limit.onReceive(() => true),
    );
    if (over === true) return all;
  }
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const select of selectsIn(file)) {
      const [loop] = file.nodes.loopsAround(select.call);
      const timer = loop && timerOf(file, select);
      if (!timer || select.cases.length < 2) continue;
      tell({
        node: timer,
        message: `${file.nodes.text(timer)} begins anew in each turn: while other cases come, it never fires`,
        fixes: () => makeBefore(file, timer, loop),
      });
    }
    for (const made of file.news) {
      if (file.values.libraryName(made.expression) !== "Ticker" || file.nodes.loopsAround(made).length === 0)
        continue;
      if (isLeft(file, made))
        tell({ node: made, message: "a ticker is made in each turn, and none is ever stopped" });
    }
  },
};

function timerOf(file: FileAnalysis, { cases }: Select): ts.CallExpression | undefined {
  const channels = cases.map(({ channel }) => channel && file.nodes.bare(channel));
  return channels.find(
    (channel): channel is ts.CallExpression =>
      channel !== undefined && file.values.libraryCall(channel) === "after",
  );
}

/** Nobody stops it, and it is handed to nobody who could. */
function isLeft(file: FileAnalysis, made: ts.NewExpression): boolean {
  const { parent } = file.nodes.wrapped(made);
  if (!file.ts.isVariableDeclaration(parent)) return file.ts.isPropertyAccessExpression(parent);
  const binding = file.names.bindingOf(parent.name);
  if (!binding) return false;
  const uses = file.uses(binding);
  return !uses.escapes && uses.calls("stop").length === 0;
}

function makeBefore(file: FileAnalysis, timer: ts.CallExpression, loop: ts.Node): Fix[] {
  const { nodes } = file;
  const isFixed = timer.arguments.every((one) => file.ts.isLiteralExpression(one));
  const name = freeName(file, ["limit", "timeout", "deadline"]);
  if (!isFixed || name === undefined || !nodes.siblingsOf(loop as ts.Statement)) return [];
  const made = insertBefore(file, loop, `const ${name} = ${nodes.text(timer)}`);
  const changes = [made, replace(file, timer, name)];
  return [{ title: "Make one limit for the whole loop", kind: "refactor", changes }];
}
