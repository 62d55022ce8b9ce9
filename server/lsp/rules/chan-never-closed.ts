import { privateChannels, type PrivateChannel } from "../analysis/channels.js";
import type { FileAnalysis } from "../analysis/file.js";
import type { FunctionNode } from "../analysis/nodes.js";
import { wrapInFinally } from "../analysis/rewrite.js";
import { startsOf, startsTask } from "../analysis/tasks.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

export const neverClosed: Rule = {
  code: "chan/never-closed",
  severity: "warning",
  title: "A channel is iterated, and never closed",
  why: "`for await` over a channel ends when the channel is closed. If nobody closes it, the loop and what comes behind it wait for ever once the last value is taken.",
  wrong: `import { chan, go } from "sluice";

export async function print(lines: readonly string[]): Promise<void> {
  const out = chan<string>();
  go(async () => {
    for (const line of lines) await out.send(line);
  });
  for await (const line of out) console.log(line);
}
`,
  right: `import { chan, go } from "sluice";

export async function print(lines: readonly string[]): Promise<void> {
  const out = chan<string>();
  go(async () => {
    try {
      for (const line of lines) await out.send(line);
    } finally {
      out.close();
    }
  });
  for await (const line of out) console.log(line);
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const channel of privateChannels(file)) {
      const { binding, sends, closes, loops } = channel;
      if (closes.length > 0 || sends.length === 0) continue;
      const loop = loops.find(
        (one) => one.awaitModifier !== undefined && !canLeave(file, one) && isAwaited(file, one),
      );
      if (!loop) continue;
      tell({
        node: loop.expression,
        message: `${binding.name} is never closed: this loop waits for ever after the last value`,
        fixes: () => closeInSender(file, channel, loop),
      });
    }
  },
};

/** Something in it may end the loop by itself. */
function canLeave(file: FileAnalysis, { statement }: ts.ForOfStatement): boolean {
  const { ts: api } = file;
  return file.nodes.someOwn(
    statement,
    (node) =>
      api.isBreakStatement(node) ||
      api.isReturnStatement(node) ||
      api.isThrowStatement(node) ||
      api.isYieldExpression(node),
  );
}

/** Something waits for its end: what comes behind it, or whoever awaits the function. A server's loop goes on for ever. */
function isAwaited(file: FileAnalysis, loop: ts.ForOfStatement): boolean {
  const { ts: api, nodes } = file;
  const fn = nodes.functionOf(loop);
  if (!fn?.body) return true;
  for (let one: ts.Node = loop; one !== fn.body; one = one.parent) {
    if (api.isStatement(one) && nodes.siblingsOf(one)?.at(-1) !== one && nodes.siblingsOf(one)) return true;
    if (api.isTryStatement(one)) return true;
  }
  const starts = startsOf(file, fn);
  const isLeft = ({ parent }: ts.Node): boolean =>
    api.isExpressionStatement(parent) || api.isVoidExpression(parent);
  return starts.length === 0 || !starts.every((call) => isLeft(nodes.wrapped(call)));
}

/** Where a single task, started once, does all the sending, its end is the channel's. */
function closeInSender(file: FileAnalysis, { binding, sends }: PrivateChannel, loop: ts.Node): Fix[] {
  const { ts: api, nodes } = file;
  const senders = new Set(sends.map(({ call }) => nodes.functionOf(call)));
  const [sender] = senders;
  if (senders.size !== 1 || !sender || nodes.contains(sender, loop) || !isStartedOnce(file, sender))
    return [];
  if (!sender.body || !api.isBlock(sender.body)) return [];
  const changes = wrapInFinally(file, sender.body.statements, `${binding.name}.close()`);
  return changes
    ? [{ title: `Close ${binding.name} when its sender ends`, kind: "quickfix", preferred: true, changes }]
    : [];
}

function isStartedOnce(file: FileAnalysis, fn: FunctionNode): boolean {
  const { parent } = fn;
  return (
    file.ts.isCallExpression(parent) &&
    startsTask(file, parent) === fn &&
    file.nodes.loopsAround(parent).length === 0
  );
}
