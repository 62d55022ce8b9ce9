import { callsAfterClose } from "../analysis/closed.js";
import type { Rule } from "./rule.js";

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
    for (const { use, closed, binding } of callsAfterClose(file, ["send", "trySend"])) {
      tell({
        node: use.call,
        message: `${binding.name} is closed in line ${file.nodes.line(closed.call)}: this send fails`,
        certain: true,
        related: { node: closed.call, message: "it is closed here" },
      });
    }
  },
};
