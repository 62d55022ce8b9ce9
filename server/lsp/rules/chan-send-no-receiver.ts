import { privateChannels, waitsForGood, type PrivateChannel } from "../analysis/channels.js";
import type { FileAnalysis } from "../analysis/file.js";
import { asStatement, insertAfter, replace } from "../analysis/rewrite.js";
import { siteIn } from "../expand.js";
import { withImports } from "../refactors/with-imports.js";
import type { Fix, Rule } from "./rule.js";

export const sendNoReceiver: Rule = {
  code: "chan/send-no-receiver",
  severity: "warning",
  title: "A send on a channel that nobody receives from",
  why: "A channel that never leaves its file, and that nothing in the file receives from, takes as many values as its buffer holds; the next send waits for ever.",
  wrong: `import { chan, go } from "sluice";

export async function notify(names: readonly string[]): Promise<void> {
  const done = chan<string>();
  for (const name of names) go(async () => await done.send(name));
}
`,
  right: `import { chan, go } from "sluice";

export async function notify(names: readonly string[]): Promise<void> {
  const done = chan<string>();
  for (const name of names) go(async () => await done.send(name));
  for (const _ of names) console.log(await done.receive());
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const channel of privateChannels(file)) {
      const { binding, sends, receives, loops, capacity } = channel;
      if (receives.length > 0 || loops.length > 0 || capacity === undefined) continue;
      const blocking = sends.filter((use) => use.method === "send" && use.call.arguments.length <= 1);
      const beyond = capacity === 0 ? blocking[0] : firstBeyond(file, channel);
      if (!beyond) continue;
      const certain = capacity === 0 && waitsForGood(file, beyond) && channel.closes.length === 0;
      const message =
        capacity === 0
          ? `nobody receives from ${binding.name}: this send waits for ever`
          : `nobody receives from ${binding.name}: once its buffer of ${capacity} is full, a send waits for ever`;
      tell({
        node: beyond.call,
        message,
        certain,
        fixes: () => [
          ...receiveInTask(file, channel),
          ...(blocking.length === 1 ? trySend(file, beyond) : []),
        ],
      });
    }
  },
};

/** The send that cannot find a place any more: the last of too many, or one that is done again and again. */
function firstBeyond(
  file: FileAnalysis,
  { sends, capacity = 0 }: PrivateChannel,
): PrivateChannel["sends"][number] | undefined {
  const blocking = sends.filter(({ method }) => method === "send");
  return (
    blocking.find(({ call }) => file.nodes.loopsAround(call).some((loop) => !file.ts.isForStatement(loop))) ??
    blocking[capacity]
  );
}

/** What is done with the values is the user's to write: until then they are printed. */
function receiveInTask(file: FileAnalysis, { binding }: PrivateChannel): Fix[] {
  const { nodes, style } = file;
  const made = nodes.statementOf(binding.declaration);
  if (!made || !nodes.siblingsOf(made)) return [];
  const loop = asStatement(file, `for await (const value of ${binding.name}) console.log(value)`);
  const site = siteIn(file.syntax, { start: made.end, end: made.end });
  const changes = withImports(site, { imports: ["go"] }, (names) => [
    insertAfter(file, made, [
      `${names.get("go") ?? "go"}(async () => {`,
      style.indent + loop,
      asStatement(file, "})"),
    ]),
  ]);
  return [{ title: `Receive from ${binding.name} in a task of its own`, kind: "refactor", changes }];
}

function trySend(file: FileAnalysis, { call, node }: PrivateChannel["sends"][number]): Fix[] {
  const { ts: api, nodes } = file;
  const { parent } = nodes.wrapped(call);
  const callee = nodes.bare(call.expression);
  if (!api.isAwaitExpression(parent) || !api.isPropertyAccessExpression(callee)) return [];
  const withoutAwait = { start: nodes.start(parent), end: nodes.start(parent.expression), newText: "" };
  const changes = [withoutAwait, replace(file, callee.name, "trySend")];
  return [{ title: `Drop what nobody takes: ${node.text}.trySend()`, kind: "refactor", changes }];
}
