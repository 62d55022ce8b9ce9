import type { FileAnalysis } from "../analysis/file.js";
import { addAwait } from "../analysis/rewrite.js";
import type { WaitCall } from "../analysis/values.js";
import type { Fix, Rule, Told } from "./rule.js";

export const missingAwait: Rule = {
  code: "chan/missing-await",
  severity: "warning",
  title: "A send, receive, lock or select is not awaited",
  why: "Everything that waits returns a promise. Without `await` the next line runs at once: the value is not taken, the lock not held, and an error goes unheard.",
  wrong: `import { Mutex } from "sluice";

const mu = new Mutex();
let total = 0;

export async function add(read: () => Promise<number>): Promise<void> {
  mu.lock();
  try {
    const more = await read();
    total += more;
  } finally {
    mu.unlock();
  }
}
`,
  right: `import { Mutex } from "sluice";

const mu = new Mutex();
let total = 0;

export async function add(read: () => Promise<number>): Promise<void> {
  await mu.lock();
  try {
    const more = await read();
    total += more;
  } finally {
    mu.unlock();
  }
}
`,
  needsLibrary: true,
  check(file, tell) {
    for (const call of file.calls) {
      const wait = file.values.waitOf(call);
      const told = wait && dropped(file, wait);
      if (told) tell(told);
    }
  },
};

const CONSEQUENCES: Readonly<Record<string, string>> = {
  send: "the next line runs before the value is taken, and an error goes unheard",
  receive: "a value is taken, and lost",
  next: "a value is taken, and lost",
  lock: "the next line runs without the lock",
  rLock: "the next line runs without the lock",
  acquire: "the next line runs without a permit",
  wait: "the next line runs at once",
  withLock: "the next line runs before the section is over, and an error goes unheard",
  withRLock: "the next line runs before the section is over, and an error goes unheard",
  withPermit: "the next line runs before the section is over, and an error goes unheard",
  select: "the next line runs before a case is chosen, and an error goes unheard",
  sleep: "the next line runs at once",
};

function dropped(file: FileAnalysis, wait: WaitCall): Told | undefined {
  const { ts: api } = file;
  const { call, method } = wait;
  const outer = file.nodes.wrapped(call);
  const { parent } = outer;
  const fixes = (): readonly Fix[] => fixOf(file, wait);
  if (api.isExpressionStatement(parent)) {
    const consequence = CONSEQUENCES[method] ?? "the next line runs at once";
    return { node: call, message: `${method}() is not awaited: ${consequence}`, fixes };
  }
  const isTest =
    (api.isIfStatement(parent) || api.isWhileStatement(parent) || api.isDoStatement(parent)) &&
    parent.expression === outer;
  if (isTest)
    return { node: call, message: `${method}() gives a promise, which is always true`, certain: true, fixes };
  const isUsing =
    api.isVariableDeclaration(parent) &&
    file.nodes.isUsing(parent.parent) &&
    (method === "lock" || method === "rLock" || method === "acquire");
  if (!isUsing) return undefined;
  const message = `using takes what ${method}() resolves to: without await this throws`;
  return { node: call, message, certain: true, fixes };
}

function fixOf(file: FileAnalysis, { call }: WaitCall): readonly Fix[] {
  const changes = addAwait(file, call);
  return changes ? [{ title: "Add await", kind: "quickfix", preferred: true, changes }] : [];
}
