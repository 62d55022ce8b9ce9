/** What the faces read: the tasks of a program, whether it is one thread or a tree of processes and threads. */
import type { Model } from "./model.js";
import type { Counters, Exit, Primitive, PrimitiveId, ProgramInfo, Task, TaskId } from "./task.js";

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
  primitives(): Iterable<Primitive>;
  primitive(id: PrimitiveId): Primitive | undefined;
  unitOf(task: TaskId): Unit | undefined;
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

/** "worker 2 (parse.js)" */
export function unitInWords({ name, script }: Unit): string {
  return script === "" ? name : `${name} (${script})`;
}
