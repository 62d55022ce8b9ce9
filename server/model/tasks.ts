/** What the faces read: the tasks of a program, whether it is one thread or a tree of processes and threads. */
import type { Model } from "./model.js";
import type { CallId, WireFrame } from "../../tracer/wire/index.js";
import type {
  Counters,
  Exit,
  Primitive,
  PrimitiveId,
  ProgramInfo,
  Task,
  TaskId,
  TaskState,
  WaitOp,
} from "./task.js";

export interface Tasks {
  /** The main process. */
  readonly program: ProgramInfo | null;
  /** How the main process ended. */
  readonly exit: Exit | null;
  readonly counters: Counters;
  /** False when records were lost: no verdict that a loss could fake may be given then. */
  readonly complete: boolean;
  /** What could not be looked at, and why. */
  readonly notes: readonly string[];
  readonly ofMoment: boolean;
  readonly nowMs: number;
  readonly revision: number;
  /** One for each event loop: that of the main process is the first, and always there. */
  readonly units: readonly Unit[];
  tasks(): Iterable<Task>;
  liveTasks(): Iterable<Task>;
  task(id: TaskId): Task | undefined;
  /** The calls that stand at the places of a task's stack, in the same order, by the ids that its tracer gave them. */
  callsOf(id: TaskId): readonly CallId[];
  primitives(): Iterable<Primitive>;
  primitive(id: PrimitiveId): Primitive | undefined;
  unitOf(task: TaskId): Unit | undefined;
  homeOf(primitive: PrimitiveId): PrimitiveHome | undefined;
}

/** The unit that a primitive is in, and the id that its tracer gave it there. */
export interface PrimitiveHome {
  readonly unit: UnitId;
  readonly id: PrimitiveId;
}

/** What a task does at the moment, without its places: cheap to ask for after each record. */
export interface Activity {
  readonly state: TaskState;
  /** What it waits to do; null while it does not wait. */
  readonly op: WaitOp | null;
  /** What it waits at: several of a select. */
  readonly primitives: readonly PrimitiveId[];
  /** The tasks that it waits for. */
  readonly tasks: readonly TaskId[];
  /** Since when, in microseconds since the program's start, as far as the record tells. */
  readonly fromUs: number;
}

/** What there is to know of a task from its beginning, with the place as it ran. */
export interface Origin {
  readonly name: string;
  readonly parent: TaskId | null;
  readonly created: WireFrame | null;
  /** Started by the library's `go`. */
  readonly spawned: boolean;
}

/** One task gave another what that took, or waited for. */
export interface Handoff {
  readonly from: TaskId;
  readonly to: TaskId;
  /** Null where one resolved the promise that the other waited for. */
  readonly primitive: PrimitiveId | null;
  /** When it was given, and when it was taken, in microseconds since the program's start. */
  readonly fromUs: number;
  readonly toUs: number;
}

/** Told of each change as its record is applied. */
export interface Watcher {
  taskChanged(model: Model, id: TaskId, timeUs: number): void;
  handedOn?(handoff: Handoff): void;
  primitiveChanged?(model: Model, id: PrimitiveId, timeUs: number): void;
  /** A worker or process was ended from outside: its tasks are known, but live no more. */
  unitTerminated?(model: Model): void;
}

/** Several that are told of the same, one after the other. */
export function together(...watchers: readonly Watcher[]): Watcher {
  return {
    taskChanged(model, id, timeUs) {
      for (const watcher of watchers) watcher.taskChanged(model, id, timeUs);
    },
    primitiveChanged(model, id, timeUs) {
      for (const watcher of watchers) watcher.primitiveChanged?.(model, id, timeUs);
    },
    handedOn(handoff) {
      for (const watcher of watchers) watcher.handedOn?.(handoff);
    },
    unitTerminated(model) {
      for (const watcher of watchers) watcher.unitTerminated?.(model);
    },
  };
}

export type UnitId = number & { readonly brand?: "unit" };

/** A process's main thread, or a worker thread: what has an event loop of its own. */
export interface Unit {
  /** 0 is the main thread of the main process. */
  readonly id: UnitId;
  readonly kind: "main" | "worker" | "process";
  /** "worker 2", "child process 812". */
  readonly name: string;
  /** The file that it runs, without its folders; empty when it is not known. */
  readonly script: string;
  readonly parent: UnitId | null;
  readonly threadId: number;
  readonly model: Model;
}

export const MAIN: UnitId = 0;

export function mainUnit(model: Model): Unit {
  return { id: MAIN, kind: "main", name: "main", script: "", parent: null, threadId: 0, model };
}

/** Whether it is a thread of the main process: that process's inspector reaches the heaps of all its threads. */
export function isOfMainProcess(model: Tasks, { model: { program } }: Unit): boolean {
  return program !== null && program.pid === model.program?.pid;
}

/** "worker 2 (parse.js)" */
export function unitInWords({ name, script }: Unit): string {
  return script === "" ? name : `${name} (${script})`;
}
