import type { FileAnalysis } from "../analysis/file.js";
import type { Loop } from "../analysis/nodes.js";
import { handlerMayLeave, mayLeave, selectsIn, type Select } from "../analysis/selects.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const defaultSpin: Rule = {
  code: "select/default-spin",
  severity: "warning",
  title: "A loop around a select with otherwise() that spins",
  why: "With `otherwise` a select never waits. A loop that does nothing else takes a whole processor, and, since it never leaves the microtasks, no timer and no socket of the process is served meanwhile.",
  wrong: `import { otherwise, select, type ReceiveChannel } from "sluice";

export async function until(stop: ReceiveChannel<boolean>): Promise<void> {
  let stopped = false;
  while (!stopped) {
    await select(
      stop.onReceive(() => {
        stopped = true;
      }),
      otherwise(() => undefined),
    );
  }
}
`,
  right: `import { select, type ReceiveChannel } from "sluice";

export async function until(stop: ReceiveChannel<boolean>): Promise<void> {
  let stopped = false;
  while (!stopped) {
    await select(
      stop.onReceive(() => {
        stopped = true;
      }),
    );
  }
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const select of selectsIn(file)) {
      const fallback = select.cases.find(({ op }) => op === "otherwise");
      const [loop] = file.nodes.loopsAround(select.call);
      if (!fallback || !loop || !goesRound(file, loop) || mayLeave(file, loop)) continue;
      if (handlerMayLeave(file, fallback) || waits(file, loop, select)) continue;
      if (fallback.handler && file.nodes.some(fallback.handler, (node) => mayWait(file, node))) continue;
      tell({
        node: fallback.node,
        message:
          "while no other case is ready this loop spins, and no timer or socket of the process is served",
        fixes: () => waitInstead(file, select),
      });
    }
  },
};

/** A loop over a count or a collection comes to its end by itself. */
function goesRound(file: FileAnalysis, loop: Loop): boolean {
  const { ts: api } = file;
  return api.isWhileStatement(loop) || api.isDoStatement(loop) || file.nodes.isEndless(loop);
}

/** Anything in the loop that is awaited beside the select. */
function waits(file: FileAnalysis, loop: Loop, { call }: Select): boolean {
  return file.nodes.someOwn(loop, (node) => {
    if (file.ts.isAwaitExpression(node)) return file.nodes.bare(node.expression) !== call;
    return file.ts.isForOfStatement(node) && node.awaitModifier !== undefined;
  });
}

function mayWait(file: FileAnalysis, node: ts.Node): boolean {
  // What a handler returns is awaited as well.
  return file.ts.isAwaitExpression(node) || file.ts.isCallExpression(node);
}

function waitInstead(file: FileAnalysis, { call, cases }: Select): Fix[] {
  const at = call.arguments.findIndex((one) =>
    cases.some(({ node, op }) => op === "otherwise" && node === file.nodes.bare(one)),
  );
  const argument = call.arguments[at];
  const before = call.arguments[at - 1];
  if (!argument || !before) return [];
  const changes = [{ start: before.end, end: argument.end, newText: "" }];
  return [{ title: "Wait: remove otherwise()", kind: "quickfix", changes }];
}
