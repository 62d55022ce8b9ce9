import type { Local, WakersRecord } from "./dump-records.js";
import {
  StartFlag,
  type CallId,
  type PrimitiveId,
  type StartRecord,
  type WaitRecord,
  type WireFrame,
} from "../../tracer/wire/index.js";

/** One async call as the recording tells it: the raw material of tasks. */
export interface Call {
  readonly id: CallId;
  readonly parent: CallId | null;
  flags: number;
  name: string;
  readonly created: readonly WireFrame[];
  readonly startedUs: number;
  wait: WaitRecord | null;
  /** When it last began to run, or ended. */
  freeSinceUs: number;
  /** The locks that its task held when it began to wait. */
  heldLocks: readonly PrimitiveId[];
  /** The promise that it waits for was collected. */
  collected: boolean;
  /** The nearest call above that answers for what it starts. */
  chargedTo: CallId | null;
  ended: { readonly failed: boolean; readonly timeUs: number } | null;
  /** Known of a dump alone. */
  wakers: WakersRecord | null;
  locals: readonly Local[] | null;
}

export function callOf(record: StartRecord): Call {
  const { id, parent, flags, name, created, timeUs } = record;
  const unknownYet = {
    wait: null,
    heldLocks: [],
    collected: false,
    chargedTo: null,
    ended: null,
    wakers: null,
    locals: null,
  };
  return { id, parent, flags, name, created, startedUs: timeUs, freeSinceUs: timeUs, ...unknownYet };
}

/** Since when a task has been in its state. @param leaf the last one of the calls that it awaits, itself if none */
export function stateFromUs(root: Call, leaf = root): number {
  return root.ended?.timeUs ?? leaf.wait?.timeUs ?? leaf.freeSinceUs;
}

/** A call that its caller awaited as its next suspension is a frame of the caller's task. */
export function isFrame(call: Call): boolean {
  return (call.flags & StartFlag.frame) !== 0;
}

export function isInternal(call: Call): boolean {
  return (call.flags & StartFlag.internal) !== 0;
}

export function isMain(call: Call): boolean {
  return (call.flags & StartFlag.main) !== 0;
}

/** Node's own functions are no tasks, nor is a call that is a frame of another. */
export function isTask(call: Call): boolean {
  return !isFrame(call) && !isInternal(call);
}
