import type { FileAnalysis } from "../analysis/file.js";
import { handlerMayLeave, mayLeave, selectsIn, type SelectCase } from "../analysis/selects.js";
import type { Rule } from "./rule.js";

export const noExit: Rule = {
  code: "select/no-exit",
  severity: "warning",
  title: "An endless loop whose select cannot end it",
  why: "A case's handler is a function: a `return` in it ends the handler, not the loop. Without a case that leads out, the task lives as long as the program; with a case on a context that has ended, the loop spins.",
  wrong: `import { select, type Context, type ReceiveChannel } from "sluice";

export async function print(ctx: Context, lines: ReceiveChannel<string>): Promise<void> {
  for (;;) {
    await select(
      lines.onReceive((line) => console.log(line)),
      ctx.done().onReceive(() => undefined),
    );
  }
}
`,
  right: `import { select, type Context, type ReceiveChannel } from "sluice";

export async function print(ctx: Context, lines: ReceiveChannel<string>): Promise<void> {
  for (;;) {
    const ended = await select(
      lines.onReceive((line) => console.log(line)),
      ctx.done().onReceive(() => true),
    );
    if (ended === true) return;
  }
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const { call, cases, isOpen } of selectsIn(file)) {
      const loops = file.nodes.loopsAround(call);
      const loop = loops.find((one) => file.nodes.isEndless(one));
      if (!loop || isOpen || cases.length === 0) continue;
      // A loop further out may be left with the inner one, and an inner one may be left for good.
      if (loops.some((one) => mayLeave(file, one)) || cases.some((one) => handlerMayLeave(file, one)))
        continue;
      const done = cases.find((one) => isDone(file, one));
      const message = done
        ? `${file.nodes.text(done.channel ?? done.node)} ends this wait, but nothing ends the loop: once it is done, the loop spins`
        : "nothing ends this loop: no case leads out of it";
      tell({ node: done?.node ?? call.expression, message });
    }
  },
};

function isDone(file: FileAnalysis, { channel }: SelectCase): boolean {
  const { ts: api, nodes, values } = file;
  const bare = channel && nodes.bare(channel);
  if (!bare || !api.isCallExpression(bare)) return false;
  const method = values.methodCall(bare);
  return method?.kind === "context" && method.method === "done";
}
