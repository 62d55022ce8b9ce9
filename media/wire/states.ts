/** What a task does, as a number, and the few reasons in which people think of it. */
import { WAIT_OPS, type WaitOp } from "../../tracer/wire/format.js";

/** 0 runs; from 1 on it waits, in the order of {@link WAIT_OPS}; from {@link DONE} on it is over. */
export type StateCode = number;

export const RUNNING: StateCode = 0;
export const DONE: StateCode = 100;
export const FAILED: StateCode = 101;
/** It was none: a call that turned out to be a frame of another task. */
export const GONE: StateCode = 102;

export function stateOfOp(op: WaitOp): StateCode {
  return WAIT_OPS.indexOf(op) + 1;
}

export function opOfState(state: StateCode): WaitOp | null {
  return WAIT_OPS[state - 1] ?? null;
}

export function isOver(state: StateCode): boolean {
  return state >= DONE;
}

/** Why a task does not go on. The order is that of legends and of stacked bars. */
export const REASONS = ["running", "send", "receive", "lock", "tasks", "timer", "io", "promise"] as const;

export type Reason = (typeof REASONS)[number];

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  running: "running",
  send: "waits to send",
  receive: "waits to receive",
  lock: "waits for a lock or permit",
  tasks: "waits for tasks",
  timer: "waits for a timer",
  io: "waits for I/O or an event",
  promise: "waits for a promise",
};

const REASON_OF_OP: Readonly<Record<WaitOp, Reason>> = {
  promise: "promise",
  send: "send",
  receive: "receive",
  select: "receive",
  lock: "lock",
  rlock: "lock",
  cond: "lock",
  acquire: "lock",
  waitgroup: "tasks",
  task: "tasks",
  all: "tasks",
  race: "tasks",
  sleep: "timer",
  timer: "timer",
  io: "io",
  message: "io",
  child: "io",
  event: "io",
};

const REASON_INDEX: readonly number[] = [0, ...WAIT_OPS.map((op) => REASONS.indexOf(REASON_OF_OP[op]))];

/** Its place in {@link REASONS}; -1 for a task that is over. */
export function reasonOf(state: StateCode): number {
  return REASON_INDEX[state] ?? -1;
}
