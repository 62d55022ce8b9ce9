import type { FileAnalysis } from "../analysis/file.js";
import { UNLOCK, isLock, unlocksOf } from "../analysis/locks.js";
import type { Exit } from "../analysis/paths.js";
import { mayReject } from "../analysis/rejects.js";
import { wrapInFinally } from "../analysis/rewrite.js";
import type { MethodCall } from "../analysis/values.js";
import type { ts } from "../parser.js";
import type { Fix, Rule, Told } from "./rule.js";

const FREE = 1;
const HELD = 2;

export const unlockPath: Rule = {
  code: "sync/unlock-path",
  severity: "warning",
  title: "A lock that is not released on every way out",
  why: "An early return, or an error of what is awaited in between, leaves the lock held, and everybody who wants it waits for ever. `finally`, `using` and `withLock` release it whatever happens.",
  wrong: `import { Mutex } from "sluice";

const mu = new Mutex();

export async function save(write: () => Promise<void>): Promise<void> {
  await mu.lock();
  await write();
  mu.unlock();
}
`,
  right: `import { Mutex } from "sluice";

const mu = new Mutex();

export async function save(write: () => Promise<void>): Promise<void> {
  await mu.lock();
  try {
    await write();
  } finally {
    mu.unlock();
  }
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const call of file.calls) {
      const method = file.values.methodCall(call);
      if (!method || !isLock(method) || !isBareLock(file, method)) continue;
      const told = wayOut(file, method);
      if (told) tell(told);
    }
  },
};

/** `await mu.lock();`, whose result, which could release it, nobody takes. */
function isBareLock(file: FileAnalysis, { call, method }: MethodCall): boolean {
  const { parent } = file.nodes.wrapped(call);
  return (
    Object.hasOwn(UNLOCK, method) &&
    file.ts.isAwaitExpression(parent) &&
    file.ts.isExpressionStatement(parent.parent)
  );
}

function wayOut(file: FileAnalysis, lock: MethodCall): Told | undefined {
  const { call, receiver, method } = lock;
  const unlock = UNLOCK[method] ?? "";
  const home = file.homeOf(call);
  const name = file.nodes.text(receiver);
  if (file.values.identityOf(receiver) === undefined) return undefined;
  const frees = unlocksOf(file, receiver, unlock, home);
  if (frees.length === 0)
    return isNeverFreed(file, lock, unlock)
      ? { node: call, message: `${name} is never released` }
      : undefined;
  // A function within may release it, we know not when.
  if (unlocksOf(file, receiver, unlock, undefined).some((one) => one !== call && isWithin(file, home, one)))
    return undefined;

  const freeing = new Set<ts.Node>(frees);
  const { end, returns, thrown } = file.paths(home, FREE, {
    step: (node, before) => (node === call ? HELD : freeing.has(node) ? FREE : before),
    throws: (node) => node !== call.parent && mayReject(file, node),
  });
  const fixes = (): readonly Fix[] => releaseInFinally(file, lock, frees);
  const left = returns.find(({ bits }) => bits === HELD);
  if (left)
    return {
      node: call,
      message: `the return in line ${file.nodes.line(left.node)} leaves ${name} locked`,
      related: related(left),
      fixes,
    };
  if (end === HELD) return { node: call, message: `${name} is still locked at the end`, fixes };
  const error = thrown.find(({ bits }) => bits === HELD);
  if (!error) return undefined;
  const message = `an error in line ${file.nodes.line(error.node)} leaves ${name} locked: ${unlock} in finally`;
  return { node: call, message, related: { node: error.node, message: "if this fails" }, fixes };
}

function related({ node }: Exit): NonNullable<Told["related"]> {
  return { node, message: "it is left here" };
}

function isWithin(file: FileAnalysis, home: ts.Node, node: ts.Node): boolean {
  return file.homeOf(node) !== home && file.nodes.contains(home, node) && !file.ts.isSourceFile(home);
}

/** Nothing in the file releases it, and nobody outside can reach it. */
function isNeverFreed(file: FileAnalysis, { receiver }: MethodCall, unlock: string): boolean {
  const bare = file.nodes.bare(receiver);
  const binding = file.ts.isIdentifier(bare) ? file.names.bindingOf(bare) : undefined;
  if (!binding || file.values.initializerOf(binding) === undefined || file.uses(binding).escapes)
    return false;
  return unlocksOf(file, receiver, unlock, undefined).length === 0;
}

function releaseInFinally(
  file: FileAnalysis,
  { call }: MethodCall,
  frees: readonly ts.CallExpression[],
): Fix[] {
  const { nodes } = file;
  const [free] = frees;
  const taken = nodes.statementOf(call);
  const freed = free && nodes.statementOf(free);
  const siblings = taken && nodes.siblingsOf(taken);
  if (frees.length !== 1 || !taken || !freed || !siblings?.includes(freed)) return [];
  if (!file.ts.isExpressionStatement(freed)) return [];
  const between = siblings.slice(siblings.indexOf(taken) + 1, siblings.indexOf(freed));
  const changes = wrapInFinally(file, between, nodes.text(free), freed);
  return changes ? [{ title: "Release it in finally", kind: "quickfix", preferred: true, changes }] : [];
}
