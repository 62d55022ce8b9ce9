/** Where locks are taken, and the stretch of code that then runs under each. */
import type { ts } from "../parser.js";
import type { FileAnalysis } from "./file.js";
import type { MethodCall } from "./values.js";

export interface Held {
  /** The call that takes it. */
  readonly call: ts.CallExpression;
  readonly receiver: ts.Expression;
  readonly identity: object | string;
  /** Readers do not keep each other out. */
  readonly shared: boolean;
  readonly kind: "Mutex" | "RWMutex" | "Semaphore";
  /** From here to there the lock is held; in a callback if `body` is set. */
  readonly from: number;
  readonly to: number;
  readonly home: ts.Node;
}

export const UNLOCK: Readonly<Record<string, string>> = {
  lock: "unlock",
  rLock: "rUnlock",
  acquire: "release",
};
const SECTIONS: ReadonlySet<string> = new Set(["withLock", "withRLock", "withPermit"]);

export function isLock({ kind }: MethodCall): boolean {
  return kind === "Mutex" || kind === "RWMutex" || kind === "Semaphore";
}

/** Every stretch that is under a lock for certain. */
export function heldSections(file: FileAnalysis): readonly Held[] {
  return file.once(findSections);
}

function findSections(file: FileAnalysis): Held[] {
  return file.calls.flatMap((call) => {
    const method = file.values.methodCall(call);
    const identity = method && isLock(method) ? file.values.identityOf(method.receiver) : undefined;
    if (!method || identity === undefined) return [];
    const stretch = SECTIONS.has(method.method) ? sectionOf(file, call) : stretchOf(file, method);
    if (!stretch) return [];
    const shared = method.method === "rLock" || method.method === "withRLock";
    const kind = method.kind as Held["kind"];
    return [{ call, receiver: method.receiver, identity, shared, kind, ...stretch }];
  });
}

function sectionOf(
  file: FileAnalysis,
  call: ts.CallExpression,
): Pick<Held, "from" | "to" | "home"> | undefined {
  const fn = call.arguments.map((one) => file.nodes.bare(one)).find((one) => file.nodes.isFunction(one));
  const body = fn && file.nodes.isFunction(fn) ? fn.body : undefined;
  return body && { from: body.pos, to: body.end, home: body };
}

/** From an awaited lock to its unlock further down, or, with `using`, to the end of the block. */
function stretchOf(
  file: FileAnalysis,
  { call, receiver, method }: MethodCall,
): Pick<Held, "from" | "to" | "home"> | undefined {
  const { ts: api, nodes } = file;
  const unlock = UNLOCK[method];
  const { parent } = nodes.wrapped(call);
  if (unlock === undefined || !api.isAwaitExpression(parent)) return undefined;
  const home = file.homeOf(call);
  const holder = nodes.wrapped(parent).parent;
  if (api.isVariableDeclaration(holder)) {
    const block = holder.parent.parent.parent;
    return nodes.isUsing(holder.parent) ? { from: call.end, to: block.end, home } : undefined;
  }
  // Locked in one branch alone it is not held for certain behind it.
  if (!api.isExpressionStatement(holder) || !nodes.siblingsOf(holder)) return undefined;
  const freed = unlocksOf(file, receiver, unlock, home).find((one) => one.pos >= call.end);
  return freed && nodes.contains(holder.parent, freed) ? { from: call.end, to: freed.pos, home } : undefined;
}

/** Calls that free a lock, in one function's own code. */
export function unlocksOf(
  file: FileAnalysis,
  receiver: ts.Expression,
  unlock: string,
  home: ts.Node | undefined,
): ts.CallExpression[] {
  const identity = file.values.identityOf(receiver);
  return file.callsNamed(unlock).filter((call) => {
    const callee = file.nodes.bare(call.expression);
    return (
      file.ts.isPropertyAccessExpression(callee) &&
      file.values.identityOf(callee.expression) === identity &&
      (home === undefined || file.homeOf(call) === home)
    );
  });
}
