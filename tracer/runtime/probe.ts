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
  | "singleflight";

/** What a waiting call waits to do. The names are those of the report's `wait.op`. */
export type ProbeOp =
  "send" | "receive" | "select" | "lock" | "rlock" | "waitgroup" | "cond" | "acquire" | "sleep" | "task";

/** What an observer may read of a primitive at any later time. All counts, never values of the program. */
export interface PrimitiveState {
  /** Values buffered, permits taken, or the wait group's count. */
  readonly length: number;
  readonly closed: boolean;
}

interface Message<E extends string> {
  readonly version: typeof PROBE_VERSION;
  readonly event: E;
}

/** A primitive came to be. `state` must not close over the subject, so that an observer can hold it weakly. */
export interface CreateMessage extends Message<"create"> {
  readonly subject: object;
  readonly kind: PrimitiveKind;
  readonly name: string | undefined;
  /** Buffer size, permits, or 0. */
  readonly capacity: number;
  readonly state: (subject: object) => PrimitiveState;
  readonly caller: Callable;
  /** Of a context: the nearest one above it that can be cancelled. */
  readonly parent?: object;
  /** Of a context or ticker that ends or fires by the clock: when, in milliseconds since 1970, or how often. */
  readonly deadlineMs?: number;
  readonly periodMs?: number;
}

/** A call could not go on at once: its caller will wait for `promise`. */
export interface WaitMessage extends Message<"wait"> {
  /** The primitive; undefined for `sleep`, and for `select`, which has `cases` instead. */
  readonly subject: object | undefined;
  readonly op: ProbeOp;
  readonly promise: Promise<unknown>;
  readonly cases?: readonly { readonly subject: object; readonly op: "send" | "receive" }[];
  /** Of a `sleep`, in milliseconds. */
  readonly delayMs?: number;
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
  readonly promise: Promise<unknown> | undefined;
  /** How many permits, where it is not one. */
  readonly count?: number;
}

/** A lock or permit was given back by the running task. */
export interface ReleaseMessage extends Message<"release"> {
  readonly subject: object;
  readonly op: "lock" | "rlock" | "acquire";
  /** How many permits, where it is not one. */
  readonly count?: number;
}

/** Who holds `owner` can end the subject, a context; when `owner` is collected nobody is left who can. */
export interface OwnMessage extends Message<"own"> {
  readonly subject: object;
  readonly owner: object;
}

/** `go` was called: a task exists, its body has not begun. The task is its own promise. */
export interface SpawnMessage extends Message<"spawn"> {
  readonly task: Promise<unknown>;
  readonly name: string;
  /** The wait group or the like that started it, and waits for its end. */
  readonly group?: object;
  readonly caller: Callable;
}

/** The body of `task` is about to be called, in this same synchronous stretch. */
export interface EnterMessage extends Message<"enter"> {
  readonly task: Promise<unknown>;
}

/** The body's call returned; `result` is what it returned (a promise when the body is asynchronous). */
export interface LeaveMessage extends Message<"leave"> {
  readonly task: Promise<unknown>;
  readonly result: unknown;
}

export type ProbeMessage =
  | CreateMessage
  | WaitMessage
  | OperateMessage
  | AcquireMessage
  | ReleaseMessage
  | OwnMessage
  | SpawnMessage
  | EnterMessage
  | LeaveMessage;

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
