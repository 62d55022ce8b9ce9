import type { FileAnalysis } from "../analysis/file.js";
import { heldSections, type Held } from "../analysis/locks.js";
import type { WaitCall } from "../analysis/values.js";
import type { ts } from "../parser.js";
import type { Rule } from "./rule.js";

export const awaitInLock: Rule = {
  code: "sync/await-in-lock",
  severity: "warning",
  title: "Waiting for another task while a lock is held",
  why: "Whoever is to send, receive or finish may want the same lock first: then both wait for ever. At best everybody else waits along. Take the value first and lock afterwards.",
  wrong: `import { Mutex, type ReceiveChannel } from "sluice";

const mu = new Mutex();
const seen: string[] = [];

export async function note(news: ReceiveChannel<string>): Promise<void> {
  await mu.withLock(async () => {
    seen.push((await news.receive()) ?? "");
  });
}
`,
  right: `import { Mutex, type ReceiveChannel } from "sluice";

const mu = new Mutex();
const seen: string[] = [];

export async function note(news: ReceiveChannel<string>): Promise<void> {
  const text = (await news.receive()) ?? "";
  await mu.withLock(() => {
    seen.push(text);
  });
}
`,
  needsLibrary: true,
  check(file, tell) {
    const sections = heldSections(file).filter(({ kind }) => kind !== "semaphore");
    if (sections.length === 0) return;
    for (const one of file.awaits) {
      const wait = file.values.waitOf(file.nodes.bare(one.expression));
      const held = wait && isForOthers(file, wait) ? sectionOf(file, sections, one) : undefined;
      if (!wait || !held) continue;
      const lock = file.nodes.text(held.receiver);
      tell({
        node: wait.call,
        message: `this waits for another task while ${lock} is held`,
        related: { node: held.call, message: `${lock} is taken here` },
      });
    }
    for (const loop of file.loops) {
      if (!file.ts.isForOfStatement(loop) || !loop.awaitModifier) continue;
      const held =
        file.values.kindOf(loop.expression) === "channel" ? sectionOf(file, sections, loop) : undefined;
      if (!held) continue;
      const lock = file.nodes.text(held.receiver);
      tell({ node: loop.expression, message: `this loop waits for another task while ${lock} is held` });
    }
  },
};

/** Another task has to come; nothing here puts an end to the wait. */
function isForOthers(file: FileAnalysis, { kind, method, call }: WaitCall): boolean {
  const count = call.arguments.length;
  if (kind === "select") {
    return !call.arguments.some((one) => {
      const name = file.nodes.text(one);
      return !/\.on(Receive|Send)\(/.test(name) || /\bafter\(|\bdone\(\)/.test(name);
    });
  }
  if (kind === "channel") return count <= (method === "send" ? 1 : 0);
  return (kind === "waitgroup" || kind === "errgroup") && method === "wait" && count === 0;
}

function sectionOf(file: FileAnalysis, sections: readonly Held[], node: ts.Node): Held | undefined {
  const home = file.homeOf(node);
  return sections.find(({ from, to, home: own }) => own === home && from <= node.pos && node.end <= to);
}
