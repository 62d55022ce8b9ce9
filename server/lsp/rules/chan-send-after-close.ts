import { callsAfterClose, type TooLate } from "../analysis/closed.js";
import type { FileAnalysis } from "../analysis/file.js";
import { insertAfter, remove } from "../analysis/rewrite.js";
import type { Fix, Rule } from "./rule.js";

const SENDS = ["send", "trySend"];

export const sendAfterClose: Rule = {
  code: "chan/send-after-close",
  severity: "error",
  title: "A send on a channel that is closed",
  why: "A send on a closed channel fails with ERR_SLUICE_SEND_ON_CLOSED. Close when the last value is sent, not before.",
  wrong: `import { chan } from "sluice";

export async function last(): Promise<void> {
  const out = chan<string>(1);
  out.close();
  await out.send("goodbye");
}
`,
  right: `import { chan } from "sluice";

export async function last(): Promise<void> {
  const out = chan<string>(1);
  await out.send("goodbye");
  out.close();
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const late of callsAfterClose(file, SENDS)) {
      const { use, closed, binding } = late;
      tell({
        node: use.call,
        message: `${binding.name} is closed in line ${file.nodes.line(closed.call)}: this send fails`,
        certain: true,
        related: { node: closed.call, message: "it is closed here" },
        fixes: () => closeAfterwards(file, late),
      });
    }
  },
};

/** Behind the last of the sends, if nothing in between leaves early or does anything else with the channel. */
function closeAfterwards(file: FileAnalysis, { use, closed, binding }: TooLate): Fix[] {
  const { ts: api, nodes } = file;
  const closing = nodes.statementOf(closed.call);
  const siblings = closing && nodes.siblingsOf(closing);
  if (!siblings || !api.isExpressionStatement(closing) || closing.expression !== closed.call) return [];
  const rest = siblings.slice(siblings.indexOf(closing) + 1);
  const sends = file.uses(binding).calls(...SENDS);
  const last = rest.findLastIndex((one) => sends.some(({ call }) => nodes.contains(one, call)));
  const between = rest.slice(0, last + 1);
  if (!between.some((one) => nodes.contains(one, use.call))) return [];
  const sending = new Set<unknown>(sends.map(({ node }) => node));
  const isElsewhere = binding.references.some(
    ({ node }) => !sending.has(node) && between.some((one) => nodes.contains(one, node)),
  );
  const leaves = between.some((one) =>
    nodes.someOwn(
      one,
      (node) =>
        api.isReturnStatement(node) || api.isThrowStatement(node) || api.isBreakOrContinueStatement(node),
    ),
  );
  const behind = between.at(-1);
  if (isElsewhere || leaves || !behind) return [];
  const changes = [remove(file, closing), insertAfter(file, behind, [nodes.text(closing)])];
  return [
    {
      title: `Close ${binding.name} when the last value is sent`,
      kind: "quickfix",
      preferred: true,
      changes,
    },
  ];
}
