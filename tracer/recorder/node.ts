/** What the tracer knows of a promise: it belongs to an async call, or it came from somewhere else. */
import type { WaitOp } from "../wire/index.js";
import { ActiveCall } from "./active-call.js";
import type { PrimitiveInfo } from "./primitive-info.js";

export type PromiseNode = ActiveCall | Candidate | Origin;

/** What runs, or ran, its first section: a call, or what may turn out to be one. */
export type OpenCall = ActiveCall | Candidate;

/**
 * A promise that was born without a parent and without a stack: perhaps the own promise of an async call. It becomes
 * one with its first await; most never do. Small, because in a hot program there is one for each promise.
 */
export class Candidate {
  /** The call, once it is known to be one. */
  call: ActiveCall | null = null;
  readonly parent: OpenCall;
  readonly parentSection: number;
  /** Its parent is the one whose callback made it, not a caller. */
  readonly callback: boolean;

  constructor(parent: OpenCall, callback: boolean) {
    this.parent = parent;
    // A parent that is a candidate itself is in its first section.
    this.parentSection = parent instanceof Candidate ? (parent.call?.section ?? 1) : parent.section;
    this.callback = callback;
  }
}

export type OriginKind = "bare" | "then" | "members" | "primitive" | "channel" | "told";

/**
 * Where a promise that is not an async call's own came from. That of a channel is shared by all who wait at it. One that
 * is told means what was told of it, whatever promise of a package's insides it is resolved with.
 */
export class Origin {
  readonly kind: OriginKind;
  /** `then`: the call that called it. */
  call: OpenCall | null;
  /** What the promise was derived from, until that has settled, or what it was resolved with. */
  source: PromiseNode | null = null;
  /** What waiting for this promise means. */
  op: WaitOp = "promise";
  primitives: readonly PrimitiveInfo[] = [];
  members: readonly PromiseNode[] = [];
  memberCount = 0;
  delayMs = 0;
  /** Tells whether what will settle it lets the program end: an unref'd timer. */
  unreferenced: (() => boolean) | null = null;
  /** Wants to know when it settles. */
  settled: (() => void) | null = null;
  /** The call that waits for it, the last of them where they are several. */
  waiter: ActiveCall | null = null;

  constructor(kind: OriginKind, call: OpenCall | null) {
    this.kind = kind;
    this.call = call;
  }
}

/** The nearest ancestor that is an async call: a parent may have turned out to be some other promise. */
export function parentOf(call: ActiveCall): ActiveCall | null {
  let parent = call.parent;
  for (;;) {
    if (parent instanceof Candidate) parent = parent.call ?? parent.parent;
    else if (parent === null || (parent.confirmed && !parent.refuted)) return parent;
    else parent = parent.parent;
  }
}

/** The call that a promise is the own promise of, if it is known to be one. */
export function callOf(node: PromiseNode | null | undefined): ActiveCall | null {
  if (node instanceof ActiveCall) return node;
  return node instanceof Candidate ? node.call : null;
}

/**
 * Follows `.then` chains, and promises that were resolved with others, to what they wait for. Bounded: a chain is cut
 * where a program made it endless.
 */
export function resolveNode(node: PromiseNode | null): ActiveCall | Origin | null {
  let current = node;
  for (let steps = 0; steps < 32; steps++) {
    if (!(current instanceof Origin) || current.source === null) break;
    current = current.source;
  }
  return current instanceof Candidate ? current.call : current;
}
