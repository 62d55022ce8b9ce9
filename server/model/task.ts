/** The vocabulary of the model. Positions are in the source that the user wrote, 1-based. */
import type { Local } from "./dump-records.js";
import type { CallId, PrimitiveId, PrimitiveKindName, WaitOp } from "../../tracer/wire/index.js";

export type { PrimitiveId, PrimitiveKindName, WaitOp };

/** A task has the id of the call that began it. */
export type TaskId = CallId;

export interface Site {
  /** Whole path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** As the engine names it; "(anonymous)" where it has no name. */
  readonly function: string;
}

/** A frame of a task's stack. */
export interface Frame extends Site {
  /** The variables at the await, where a dump was asked for them. */
  readonly locals?: readonly Local[];
}

export type TaskState = "running" | "waiting" | "done" | "failed";

export interface Wait {
  readonly op: WaitOp;
  /** The primitive waited at; for a select with several cases the first, the rest in `primitives`. */
  readonly primitive: PrimitiveId | null;
  readonly primitives: readonly PrimitiveId[];
  /** The task waited for, when it is exactly one. */
  readonly task: TaskId | null;
  /** All tasks waited for (members of an `all` or a `race`). */
  readonly tasks: readonly TaskId[];
  /** How many promises an `all` or `race` has, tasks or not. */
  readonly members: number;
  /** Of an `all`: each of them is a task, and those of `tasks` that are over are done with the ones that it does not name. */
  readonly ofTasks: boolean;
  /** Milliseconds since the program's start. */
  readonly fromMs: number;
  /** Of a sleep or timer; else 0. */
  readonly delayMs: number;
  /** It waits for something that lets the program end (an unref'd timer). */
  readonly unreferenced: boolean;
  /** Who could end it, in words, as far as a dump can tell. Null when nobody looked: then it is not a dump. */
  readonly wakers: readonly string[] | null;
  /** It is proved that nobody can ever end it. */
  readonly stuck: boolean;
}

/**
 * One logical flow of async work, the counterpart of a goroutine. A snapshot: the model makes a new one when
 * something about the task changed, so two equal references mean that nothing did.
 */
export interface Task {
  readonly id: TaskId;
  readonly name: string;
  readonly parent: TaskId | null;
  readonly state: TaskState;
  readonly wait: Wait | null;
  /** Innermost first: the await it is at, then its callers that await it. Empty when not known. */
  readonly stack: readonly Frame[];
  /** Where it was started: the line of the call, then the callers. Empty when not known. */
  readonly created: readonly Site[];
  /** Milliseconds since the program's start. */
  readonly startedMs: number;
  /** Since when it has been in its state. */
  readonly fromMs: number;
  readonly endedMs: number | null;
  /** Part of the main flow: the entry module's evaluation, or an async call that it makes itself. */
  readonly mainFlow: boolean;
  /** Started by the library's `go`. */
  readonly spawned: boolean;
  /** What it waits for was collected: nobody is left who could wake it. */
  readonly collected: boolean;
  /** The call that answers for it, where somebody asked for that: a test. */
  readonly chargedTo: CallId | null;
  /** Its promise was given to a combinator: whoever waits there answers for it. */
  readonly member: boolean;
  /** It lost a race that is over: left behind on purpose. */
  readonly abandoned: boolean;
}

export interface Primitive {
  readonly id: PrimitiveId;
  readonly kind: PrimitiveKindName;
  readonly name: string;
  /** Infinity when unlimited. */
  readonly capacity: number;
  readonly length: number;
  readonly closed: boolean;
  /** How many queue for it, where it counts them itself; else 0. */
  readonly waiting: number;
  /** The tasks that hold the lock, or permits of it. */
  readonly holders: readonly TaskId[];
  /** Tasks that made it or worked with it, as far as they are remembered; only of primitives at which tasks wait. */
  readonly users: readonly TaskId[];
  /** Of a context: since when nobody could end it any more. */
  readonly orphanedMs: number | null;
  /** When it was closed, or ended. */
  readonly closedMs: number | null;
  /** Values that were put into it. */
  readonly puts: number;
  /** Tasks that put and that take, as far as they are remembered; those that are over are left out. */
  readonly putters: readonly TaskId[];
  readonly takers: readonly TaskId[];
  /** Of a group: tasks whose end it counts, as far as they are remembered. */
  readonly owing: readonly TaskId[];
  readonly created: Site | null;
  /** The task that made it, where it is known. */
  readonly maker: TaskId | null;
  /** Milliseconds since the program's start; when it was told, a moment after it was made. */
  readonly createdMs: number;
  /** Of a context: the one above it that ends it too; and when it ends by the clock, in milliseconds since the epoch. */
  readonly parent: PrimitiveId | null;
  readonly deadlineMs: number | null;
  /** The program has let go of it. */
  readonly gone: boolean;
  readonly throughput: Throughput;
}

/** Values received, or how often it was acquired. */
export interface Throughput {
  readonly total: number;
  /** Of late, as of `asOfMs`. */
  readonly perSecond: number;
  readonly asOfMs: number;
  /** `total` as it was then. */
  readonly asOfTotal: number;
}

/** An error of misuse that nobody handled. */
export interface Misuse {
  readonly code: string;
  readonly message: string;
  readonly stack: readonly Site[];
}

/** What a thread ran at a moment at which it was asked. */
export interface Running {
  /** The task that it was in; null where none is known. */
  readonly task: TaskId | null;
  /** The program's own frames, innermost first; empty where it was in none. */
  readonly stack: readonly Site[];
  /** Milliseconds since the program's start. */
  readonly atMs: number;
}

/** A task took one lock while it held another. */
export interface LockOrder {
  readonly task: TaskId | null;
  readonly held: PrimitiveId;
  readonly taken: PrimitiveId;
  readonly gates: readonly PrimitiveId[];
  readonly site: Site | null;
}

/** A task waited for something slow while it held locks; the wait is over. */
export interface HeldWait {
  readonly task: TaskId;
  readonly name: string;
  readonly wait: Wait;
  readonly held: readonly PrimitiveId[];
  readonly site: Site | null;
  readonly durationMs: number;
  /** Tasks that waited for one of the locks when it was over. */
  readonly behind: number;
}

/** The event loop did not turn for a while. */
export interface Stall {
  readonly blockedMs: number;
  /** What ran, where it was a task: and the await from which it went on, or the place that called it. */
  readonly task: TaskId | null;
  readonly name: string | null;
  readonly site: Site | null;
}

export interface ProgramInfo {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly node: string;
  readonly startedAtMs: number;
  /** The system's id of the thread; null where it has none. */
  readonly systemThread: number | null;
}

export interface Counters {
  readonly tasksStarted: number;
  readonly tasksLive: number;
  readonly channelOps: number;
  readonly promises: number;
  readonly dropped: number;
}

export interface Exit {
  readonly code: number;
  /** The event loop ran empty. */
  readonly drained: boolean;
  /** Something unref'd was pending, which may hold the resolver of a bare promise. */
  readonly unreferencedTimers: boolean;
  /** The program ended itself; where the loop had run empty before, code of the program's still had the last word. */
  readonly byProgram: boolean;
  readonly timeMs: number;
}
