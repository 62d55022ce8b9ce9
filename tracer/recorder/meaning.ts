/** What is told of a call, and of what it waits for. */
import { WaitFlag, type WaitOp } from "../wire/index.js";
import { ActiveCall } from "./active-call.js";
import { Origin, resolveNode, type PromiseNode } from "./node.js";

/** Members of a combinator that one record names. */
const MEMBERS_TOLD = 1000;

/** Node's own functions are told only as what somebody waits for: as I/O. */
export function isTold(call: ActiveCall): boolean {
  return call.confirmed && !call.refuted && !call.internal && isVerified(call);
}

/** A stack, early or late, has shown that it is a call. Without one it may be some other promise after all. */
function isVerified(call: ActiveCall): boolean {
  return call.functionName !== undefined || call.site !== null;
}

export interface Meaning {
  readonly op: WaitOp;
  readonly flags: number;
  readonly delayMs: number;
  readonly calls: readonly ActiveCall[];
  readonly primitives: readonly number[];
  readonly members: number;
}

/** What waiting for this means. */
export function meaningOf(target: ActiveCall | Origin | null): Meaning {
  const nothing = { flags: 0, delayMs: 0, calls: [], primitives: [], members: 0 };
  if (target === null) return { ...nothing, op: "promise" };
  if (target instanceof ActiveCall) {
    if (target.refuted || !target.confirmed) return { ...nothing, op: "promise" };
    if (!target.internal && !isVerified(target)) return { ...nothing, op: "promise" };
    // Such as `events.once`: what it waits for itself, where that has a name.
    const inner = target.internal ? resolveNode(target.target) : null;
    if (inner instanceof Origin && inner.primitives.length > 0) return meaningOf(inner);
    return target.internal ? { ...nothing, op: "io" } : { ...nothing, op: "task", calls: [target] };
  }
  const unreferenced = letsProgramEnd(target) ? WaitFlag.unreferenced : 0;
  return {
    op: target.op,
    flags: unreferenced | (isOfTasks(target) ? WaitFlag.ofTasks : 0),
    delayMs: target.delayMs,
    calls: target.members.slice(0, MEMBERS_TOLD).flatMap(liveMember),
    primitives: target.primitives.map((info) => info.id),
    members: target.memberCount,
  };
}

/** Whether what will settle it lets the program end before: an unref'd timer, or a race that one may win. */
export function letsProgramEnd(target: PromiseNode | null): boolean {
  if (!(target instanceof Origin)) return false;
  if (target.unreferenced?.() === true) return true;
  return target.op === "race" && target.members.some((member) => letsProgramEnd(member));
}

/** Then those that are not named are over. */
function isOfTasks({ op, members, memberCount }: Origin): boolean {
  if (op !== "all" || memberCount > MEMBERS_TOLD || members.length < memberCount) return false;
  return members.every((member) => {
    const node = resolveNode(member);
    return node instanceof ActiveCall && isTold(node);
  });
}

function liveMember(member: PromiseNode): ActiveCall[] {
  const node = resolveNode(member);
  return node instanceof ActiveCall && !node.ended && isTold(node) ? [node] : [];
}
