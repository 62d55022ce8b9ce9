import { callsAfterClose } from "../analysis/closed.js";
import { remove } from "../analysis/rewrite.js";
import type { Rule } from "./rule.js";

export const doubleClose: Rule = {
  code: "chan/double-close",
  severity: "error",
  title: "A channel is closed twice",
  why: "The second `close()` throws ERR_SLUICE_CLOSE_OF_CLOSED. One owner closes a channel, once.",
  wrong: `import { chan } from "sluice";

export async function hand(values: readonly number[]): Promise<void> {
  const out = chan<number>(values.length);
  for (const value of values) await out.send(value);
  out.close();
  for await (const value of out) console.log(value);
  out.close();
}
`,
  right: `import { chan } from "sluice";

export async function hand(values: readonly number[]): Promise<void> {
  const out = chan<number>(values.length);
  for (const value of values) await out.send(value);
  out.close();
  for await (const value of out) console.log(value);
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const { use, closed, binding } of callsAfterClose(file, ["close"])) {
      tell({
        node: use.call,
        message: `${binding.name} is closed already, in line ${file.nodes.line(closed.call)}: this throws`,
        certain: true,
        related: { node: closed.call, message: "it is closed here" },
        fixes: () => [
          {
            title: "Remove the second close()",
            kind: "quickfix",
            preferred: true,
            changes: [remove(file, file.nodes.statementOf(use.call) ?? use.call)],
          },
        ],
      });
    }
  },
};
