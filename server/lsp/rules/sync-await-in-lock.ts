import type { FileAnalysis } from "../analysis/file.js";
import { heldSections, type Held } from "../analysis/locks.js";
import { freeName, insertBefore, remove, replace } from "../analysis/rewrite.js";
import type { WaitCall } from "../analysis/values.js";
import type { ts } from "../parser.js";
import type { Fix, Rule } from "./rule.js";

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
    const sections = heldSections(file).filter(({ kind }) => kind !== "Semaphore");
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
        fixes: () => waitFirst(file, held, one),
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
  return (kind === "WaitGroup" || kind === "ErrGroup") && method === "wait" && count === 0;
}

function sectionOf(file: FileAnalysis, sections: readonly Held[], node: ts.Node): Held | undefined {
  const home = file.homeOf(node);
  return sections.find(({ from, to, home: own }) => own === home && from <= node.pos && node.end <= to);
}

/** What is waited for before anything else is done under the lock may as well be waited for before the lock is taken. */
function waitFirst(file: FileAnalysis, held: Held, wait: ts.AwaitExpression): Fix[] {
  const { ts: api, nodes } = file;
  const locking = nodes.statementOf(held.call);
  const first = firstUnder(file, held);
  if (!locking || !nodes.siblingsOf(locking) || !nodes.canAwait(locking)) return [];
  if (!first || !nodes.contains(first, wait) || !isAlwaysReached(file, first, wait)) return [];
  const isOfSection = (node: ts.Node): boolean => {
    const declared = file.names.bindingOf(node)?.declaration;
    return declared !== undefined && held.from <= declared.pos && declared.end <= held.to;
  };
  if (nodes.some(wait, isOfSection)) return [];

  const fix = (changes: Fix["changes"]): Fix[] => [
    { title: `Wait first, then take ${nodes.text(held.receiver)}`, kind: "refactor", changes },
  ];
  if (api.isExpressionStatement(first) && first.expression === wait) {
    return fix([insertBefore(file, locking, nodes.text(wait)), remove(file, first)]);
  }
  const name = freeName(file, ["received", "awaited", "value"]);
  if (name === undefined) return [];
  const whole = api.isParenthesizedExpression(wait.parent) ? wait.parent : wait;
  return fix([
    insertBefore(file, locking, `const ${name} = ${nodes.text(wait)}`),
    replace(file, whole, name),
  ]);
}

/** The first thing that is done with the lock. */
function firstUnder(file: FileAnalysis, { home, call }: Held): ts.Node | undefined {
  const { ts: api, nodes } = file;
  const locking = nodes.statementOf(call);
  if (!locking) return undefined;
  if (nodes.contains(call, home)) return api.isBlock(home) ? home.statements[0] : home;
  const siblings = nodes.siblingsOf(locking) ?? [];
  const next = siblings[siblings.indexOf(locking) + 1];
  return next && api.isTryStatement(next) ? next.tryBlock.statements[0] : next;
}

/** No condition, loop or function stands between the two. */
function isAlwaysReached({ ts: api, nodes }: FileAnalysis, outer: ts.Node, inner: ts.Node): boolean {
  for (let one = inner; one !== outer; one = one.parent) {
    const { parent } = one;
    const isPart =
      (api.isBinaryExpression(parent) && parent.right === one) ||
      (api.isConditionalExpression(parent) && parent.condition !== one) ||
      (api.isIfStatement(parent) && parent.expression !== one) ||
      api.isCallChain(parent) ||
      api.isSwitchStatement(parent) ||
      api.isTryStatement(parent) ||
      nodes.isLoop(parent) ||
      nodes.isFunction(parent);
    if (isPart) return false;
  }
  return true;
}
