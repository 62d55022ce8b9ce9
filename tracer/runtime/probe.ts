/**
 * The probe: how a concurrency library tells an observer what its primitives do.
 *
 * It is one `node:diagnostics_channel` named {@link PROBE_NAME}. The library publishes a {@link ProbeMessage}
 * for each operation, and only while somebody listens: without a listener an operation pays one branch
 * (`probe.hasSubscribers`). Any other library may publish the same messages and is then seen like this one.
 *
 * Rules for a publisher:
 * - Publish synchronously, inside the call that the message is about: the observer takes "who did it" from
 *   the task that is running.
 * - A `promise` in a message is a native promise, the very one that the caller gets and awaits.
 * - `caller` is the public function that the user called. Observers cut stacks there, so that a creation or a
 *   spawn is charged to the user's line and not to the library's.
 * - A subscriber that throws is Node's to report; it never reaches the publisher.
 */
import { channel } from "node:diagnostics_channel";

export const PROBE_NAME = "sluice:probe";

/** Version of the message shapes below. An observer ignores messages of a version that it does not know. */
export const PROBE_VERSION = 1;

export type PrimitiveKind =
  | "channel"
  | "timer-channel"
  | "mutex"
  | "rwmutex"
  | "waitgroup"
  | "semaphore"
  | "cond"
  | "once"
  | "errgroup"
  | "context"
  | "ticker"
  | "map"
  | "singleflight"
  | "limiter"
  | "queue"
  | "pool"
  | "emitter"
  | "resource";

/** What a waiting call waits to do. The names are those of the report's `wait.op`. */
export type ProbeOp =
  | "send"
  | "receive"
  | "select"
  | "lock"
  | "rlock"
  | "waitgroup"
  | "cond"
  | "acquire"
  | "sleep"
  | "task"
  | "event"
  | "io"
  | "message"
  | "child";

/** What an observer may read of a primitive at any later time. All counts, never values of the program. */
export interface PrimitiveState {
  /** Values buffered, permits taken, or the wait group's count. */
  readonly length: number;
  readonly closed: boolean;
  /** How many queue for it, where the primitive counts them. */
  readonly waiting?: number;
}

interface Message<E extends string> {
  readonly version: typeof PROBE_VERSION;
  readonly event: E;
}

/** A primitive came to be. `state` must not close over the subject, so that an observer can hold it weakly. */
export interface CreateMessage extends Message<"create"> {
  readonly subject: object;
  readonly kind: PrimitiveKind;
  /** Or how to find it out when it is first told. */
  readonly name: string | (() => string) | undefined;
  /** Buffer size, permits, or 0. */
  readonly capacity: number;
  readonly state: (subject: object) => PrimitiveState;
  readonly caller: Callable;
  /** Of a context: the nearest one above it that can be cancelled. */
  readonly parent?: object;
  /** Of a context or ticker that ends or fires by the clock: when, in milliseconds since 1970, or how often. */
  readonly deadlineMs?: number;
  readonly periodMs?: number;
  /** There are very many like it, most of them soon gone: told only once somebody waits at it for long. */
  readonly transient?: boolean;
}

/** A call could not go on at once: its caller will wait for `promise`. */
export interface WaitMessage extends Message<"wait"> {
  /** The primitive; undefined for `sleep`, and for `select`, which has `cases` instead. */
  readonly subject: object | undefined;
  readonly op: ProbeOp;
  /** Or a spawned task that has not begun: then it is the task that waits. */
  readonly promise: object;
  readonly cases?: readonly { readonly subject: object; readonly op: "send" | "receive" }[];
  /** Of a `sleep`, in milliseconds. */
  readonly delayMs?: number;
  /** Called when `promise` settles, whichever way. It must not throw. */
  readonly settled?: () => void;
  /** Whether what would end the wait has been told not to keep the program alive, as by `unref()`. It must not throw. */
  readonly unreferenced?: () => boolean;
}

/** What `promise` waited for has come, and it waits for `result` from now on: for the work that was queued, say. */
export interface FollowMessage extends Message<"follow"> {
  readonly promise: object;
  readonly result: object;
}

/** An operation completed, at once or for a waiter: a value was sent or received, a channel closed, ... */
export interface OperateMessage extends Message<"operate"> {
  readonly subject: object;
  readonly op: "send" | "receive" | "close" | "add" | "done" | "signal" | "broadcast";
  /** The waiter for whom it completed, by the promise it waits for; undefined: the running task did it. */
  readonly promise: Promise<unknown> | undefined;
}

/** A lock or permit passed to a task: to the waiter whose promise this is, or to the running task. */
export interface AcquireMessage extends Message<"acquire"> {
  readonly subject: object;
  readonly op: "lock" | "rlock" | "acquire";
  /** Or a spawned task. */
  readonly promise: object | undefined;
  /** How many permits, where it is not one. */
  readonly count?: number;
}

/** A lock or permit was given back by the running task. */
export interface ReleaseMessage extends Message<"release"> {
  readonly subject: object;
  readonly op: "lock" | "rlock" | "acquire";
  /** What it was acquired for, where the publisher knows: then it is that task's, whoever gives it back. */
  readonly promise?: object;
  /** The waiter to whom it passes in this moment, by the promise it waits for; no `acquire` tells so besides. */
  readonly to?: object | undefined;
  /** How many permits, where it is not one. */
  readonly count?: number;
}

/**
 * Whoever holds `cancel` can end the subject, a context; when it is collected without a call nobody is left who can.
 */
export interface CancelMessage extends Message<"cancel"> {
  readonly subject: object;
  readonly cancel: object;
}

/**
 * `go` was called: a task exists, its body has not begun. The task is its own promise, and ends when that settles. A
 * publisher that has no promise yet names the task by any object, and tells of the promise (`own`) or the end later.
 */
export interface SpawnMessage extends Message<"spawn"> {
  readonly task: object;
  readonly name: string;
  /** The wait group or the like that started it, and waits for its end. */
  readonly group?: object;
  readonly caller: Callable;
}

/** `promise` is the own promise of `task`, which was spawned under the name of another object. */
export interface OwnMessage extends Message<"own"> {
  readonly task: object;
  readonly promise: object;
}

/** The body of `task` is about to be called, in this same synchronous stretch. */
export interface EnterMessage extends Message<"enter"> {
  readonly task: object;
}

/** The body's call returned; `result` is what it returned (a promise when the body is asynchronous). */
export interface LeaveMessage extends Message<"leave"> {
  readonly task: object;
  readonly result: unknown;
}

/** `task`, which has no promise of its own, is over. */
export interface EndMessage extends Message<"end"> {
  readonly task: object;
}

export type ProbeMessage =
  | CreateMessage
  | WaitMessage
  | FollowMessage
  | OperateMessage
  | AcquireMessage
  | ReleaseMessage
  | CancelMessage
  | SpawnMessage
  | OwnMessage
  | EnterMessage
  | LeaveMessage
  | EndMessage;

/** Any function or class, as `Error.captureStackTrace` takes it. */
export type Callable = ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown);

/** The channel itself. Check `probe.hasSubscribers` before a message is even built. */
export const probe = /* @__PURE__ */ channel(PROBE_NAME);

/** Publishes one message; the parameter type is what keeps publishers to the documented shapes. */
export function publish(message: ProbeMessage): void {
  probe.publish(message);
}

/** Tells of a new primitive. Like `publish` to be called only while somebody listens. */
export function announce(
  subject: object,
  kind: PrimitiveKind,
  name: string | undefined,
  caller: Callable,
  state: (subject: object) => PrimitiveState,
  capacity = 0,
): void {
  publish({ version: PROBE_VERSION, event: "create", subject, kind, name, capacity, state, caller });
}
