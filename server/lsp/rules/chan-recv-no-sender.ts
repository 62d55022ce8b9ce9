import { privateChannels, waitsForGood } from "../analysis/channels.js";
import type { Rule } from "./rule.js";

export const recvNoSender: Rule = {
  code: "chan/recv-no-sender",
  severity: "warning",
  title: "A receive from a channel that nobody sends on or closes",
  why: "A channel that never leaves its file, and that nothing in the file sends on or closes, never gives a value.",
  wrong: `import { chan, go } from "sluice";

export async function first(load: () => Promise<string>): Promise<string | undefined> {
  const answers = chan<string>();
  go(load);
  return await answers.receive();
}
`,
  right: `import { chan, go } from "sluice";

export async function first(load: () => Promise<string>): Promise<string | undefined> {
  const answers = chan<string>();
  go(async () => await answers.send(await load()));
  return await answers.receive();
}
`,
  noFix: "what was to be sent, and by whom, only its author knows.",
  needsLibrary: true,
  check(file, tell) {
    for (const { binding, sends, receives, loops, closes } of privateChannels(file)) {
      if (sends.length > 0 || closes.length > 0) continue;
      const [loop] = loops;
      const receive = receives.find(
        ({ method, call }) =>
          method !== "tryReceive" && method !== "onReceive" && call.arguments.length === 0,
      );
      const message = `nobody sends on ${binding.name} or closes it: this waits for ever`;
      if (receive) tell({ node: receive.call, message, certain: waitsForGood(file, receive) });
      else if (loop) tell({ node: loop.expression, message, certain: loop.awaitModifier !== undefined });
    }
  },
};
