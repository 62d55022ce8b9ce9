/**
 * The recording format: what the tracer writes and every reader reads.
 *
 * A recording is a header followed by records. Everything is a little-endian 32-bit word, so that the tracer
 * writes with plain typed-array stores:
 *
 *   header   8 bytes of {@link MAGIC}, word {@link FORMAT_VERSION}, words {@link LOST_OFFSET lost},
 *            {@link UNRECORDED_OFFSET unrecorded} and {@link TURNED_OFFSET turned}, word n, n bytes of JSON
 *            ({@link Header}), padding
 *   record   word (kind | length in words << 8), then the fields of its kind
 *
 * Strings, frames and stacks are interned: a record names them by id, and their own record comes first. Id 0
 * means "none" everywhere. Times are microseconds since the program's start, in two words (low, high).
 *
 * The format describes *calls* (activations of async functions), not tasks: what makes a call a task is a rule
 * of meaning, and lives in the model. Short-lived calls are not in the recording at all; they are only counted.
 */

/** "SLUICE" and two bytes that text-mode transfers and text editors would break. */
export const MAGIC = [0x53, 0x4c, 0x55, 0x49, 0x43, 0x45, 0x1a, 0x0a] as const;

/** Readers refuse any other version: a recording is read by the version of Sluice that wrote it. */
export const FORMAT_VERSION = 4;

/**
 * Where the number of lost records stands. It is written over in place: on a full disk nothing can be added to the
 * file any more, but what is there can be changed, so that the loss is told even when it is the last thing to tell.
 */
export const LOST_OFFSET = 12;

/** In the root's recording, written in the same way: how many of its workers and child processes could not record. */
export const UNRECORDED_OFFSET = 16;

/**
 * When the event loop turned last, in the same way: milliseconds since time 0, modulo 2^32. Written over every
 * {@link TURN_TOLD_EVERY_MS} or so while the loop turns; 0 when the tracer tells no turns (any more).
 */
export const TURNED_OFFSET = 20;
export const TURN_TOLD_EVERY_MS = 500;

export const HEADER_FIXED_BYTES = 28;

export interface Header {
  readonly pid: number;
  /** 0 is the main thread of its process. */
  readonly threadId: number;
  /** The system's id of the thread, by which it tells what time of a processor that took; absent where it has none. */
  readonly systemThread?: number;
  /** Its name among the recordings of one tree of processes and threads; empty for the first, which is the root. */
  readonly unit: string;
  /** The unit that started it; null for the root. */
  readonly parent: string | null;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** `process.version` of the traced program. */
  readonly node: string;
  /** Version of the tracer. */
  readonly sluice: string;
  /** Wall clock at time 0, in milliseconds since the epoch. */
  readonly startedAtMs: number;
}

export const RecordKind = {
  string: 1,
  frame: 2,
  stack: 3,
  sourceMap: 4,
  start: 5,
  describe: 6,
  wait: 7,
  resume: 8,
  end: 9,
  primitive: 10,
  primitiveState: 11,
  counters: 12,
  exit: 13,
  collected: 14,
  misuse: 15,
  lockOrder: 16,
  ties: 20,
  flow: 21,
  handoff: 22,
  note: 24,
  stall: 32,
  orphan: 33,
  gone: 34,
  running: 35,
  piece: 40,
} as const;

/** What a call waits for. The order is part of the format; the names are those of the report. */
export const WAIT_OPS = [
  "promise",
  "send",
  "receive",
  "select",
  "lock",
  "rlock",
  "waitgroup",
  "cond",
  "acquire",
  "sleep",
  "timer",
  "task",
  "all",
  "race",
  "io",
  "message",
  "child",
  "event",
] as const;

export type WaitOp = (typeof WAIT_OPS)[number];

/** The order is part of the format. */
export const PRIMITIVE_KINDS = [
  "channel",
  "timer-channel",
  "mutex",
  "rwmutex",
  "waitgroup",
  "semaphore",
  "cond",
  "once",
  "errgroup",
  "context",
  "ticker",
  "map",
  "singleflight",
  "limiter",
  "queue",
  "pool",
  "emitter",
  "resource",
  "worker",
  "process",
  "command",
  "parent",
] as const;

export type PrimitiveKindName = (typeof PRIMITIVE_KINDS)[number];

/** Flags of a `start` record. */
export const StartFlag = {
  /** The caller awaited it as its next suspension: a frame of the caller's task, not a task. */
  frame: 1,
  /** A function of Node's own: never a task, left out of stacks. */
  internal: 2,
  /** Started by the library's `go`. */
  spawned: 4,
  /** Started by a callback of a resource (timer, socket, ...), not by a call of its parent's. */
  callback: 8,
  /** The evaluation of the entry module. */
  main: 16,
  /** Its promise was given to `Promise.all`, `race`, ...: whoever waits there is responsible for it. */
  member: 32,
  /** It lost a race that is over: whoever started the race has gone on without it. */
  loser: 64,
} as const;

/** Flags of a `wait` record. */
export const WaitFlag = {
  /** It waits for something that does not keep the loop alive (an unref'd timer): the loop drained around it. */
  unreferenced: 1,
  /** The site is that of the last call or property inside of the awaited expression: the `await` is before it. */
  operandSite: 2,
  /** Of an `all`: every member is a task's, and those of them that are not over are all named. */
  ofTasks: 4,
} as const;

/** Flags of an `exit` record. */
export const ExitFlag = {
  /** The event loop ran empty: nothing that Node knows of could wake any task. */
  drained: 1,
  /** Something unref'd was still pending then, which may hold a resolver of a bare promise. */
  unreferencedTimers: 2,
  /** By `process.exit` or an error, rather than because nothing was left to do. */
  byProgram: 4,
} as const;

/** A record with more words than this is damage, not data. */
export const MAX_RECORD_WORDS = 1 << 23;
