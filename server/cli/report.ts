/** The report of a run as JSON. The shape is a promise to users; see the README. */
import type { Finding } from "../detect/finding.js";
import { MAIN, type Tasks, type Unit, type UnitId } from "../model/tasks.js";
import type { Frame, Primitive, PrimitiveId, Site, Task, TaskId, Wait, WaitOp } from "../model/task.js";

export interface Report {
  readonly version: 1;
  readonly program: {
    readonly pid: number;
    readonly argv: readonly string[];
    readonly node: string;
    readonly exitCode: number | null;
    readonly signal: string | null;
    readonly durationMs: number;
  };
  readonly complete: boolean;
  readonly dropped: number;
  /** Workers and child processes that the tracer could not record. */
  readonly unrecorded: number;
  readonly stats: {
    readonly tasksStarted: number;
    readonly tasksLive: number;
    readonly channelOps: number;
    readonly promises: number;
  };
  readonly findings: readonly Finding[];
  readonly tasks: readonly ReportedTask[];
  readonly primitives: readonly ReportedPrimitive[];
  /** The workers and child processes that have tasks here or in a finding. */
  readonly units: readonly ReportedUnit[];
}

interface ReportedUnit {
  readonly id: UnitId;
  readonly kind: Unit["kind"];
  /** "worker 2", "child process 812" */
  readonly name: string;
  readonly script: string;
  readonly pid: number;
  readonly threadId: number;
  /** The unit that started it; 0 is the main process, null one that is not known any more. */
  readonly parent: UnitId | null;
  /** Null when it did not end by itself. */
  readonly exitCode: number | null;
}

interface ReportedTask {
  readonly id: TaskId;
  readonly name: string;
  readonly parent: TaskId | null;
  readonly state: Task["state"];
  readonly wait: {
    readonly op: WaitOp;
    readonly primitive: PrimitiveId | null;
    readonly task: TaskId | null;
    /** Null in a dump, which cannot tell. */
    readonly sinceMs: number | null;
    /** Of a dump: who could end the wait, in words, and whether it is proved that nobody can. */
    readonly wakers?: readonly string[];
    readonly stuck?: boolean;
  } | null;
  readonly stack: readonly Frame[];
  readonly created: readonly Site[];
  /** Of the worker or child process that it runs in; absent in the main process. */
  readonly unit?: UnitId;
}

interface ReportedPrimitive {
  readonly id: PrimitiveId;
  readonly kind: string;
  readonly name: string;
  /** Null when unlimited. */
  readonly capacity: number | null;
  readonly length: number;
  readonly closed: boolean;
  readonly holder: TaskId | null;
  readonly created: Omit<Site, "function"> | null;
}

/** How the program ended: what the system told the launcher. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly durationMs: number;
  /** When it ended, or was found still running: milliseconds since the epoch. Null when only a recording tells. */
  readonly endedAtMs: number | null;
}

export function reportOf(model: Tasks, findings: readonly Finding[], ending: Ending, unrecorded = 0): Report {
  const { tasksStarted, tasksLive, channelOps, promises, dropped } = model.counters;
  return {
    version: 1,
    program: {
      pid: model.program?.pid ?? 0,
      argv: model.program?.argv ?? [],
      node: model.program?.node ?? "",
      exitCode: ending.exitCode,
      signal: ending.signal,
      durationMs: round(ending.durationMs),
    },
    complete: model.complete,
    dropped,
    unrecorded,
    stats: { tasksStarted, tasksLive, channelOps, promises },
    findings,
    tasks: reportedTasks(model, findings).map((task) =>
      reportedTask(task, model.ofMoment ? null : endOf(model, ending), model.unitOf(task.id)),
    ),
    primitives: [...model.primitives()].map(reportedPrimitive),
    units: model.units.filter(({ id }) => id !== MAIN).map(reportedUnit),
  };
}

/** The time that ages are counted to, in milliseconds since the program's start. */
export function endOf(model: Tasks, ending: Ending): number {
  if (model.exit !== null) return model.exit.timeMs;
  if (ending.endedAtMs === null || model.program === null) return model.nowMs;
  return Math.max(model.nowMs, ending.endedAtMs - model.program.startedAtMs);
}

/** Those alive at the end, and those that a finding names. */
function reportedTasks(model: Tasks, findings: readonly Finding[]): Task[] {
  const named = new Set(findings.flatMap((finding) => finding.tasks));
  const live = new Set([...model.liveTasks()].map(({ id }) => id));
  return [...model.tasks()].filter(({ id }) => live.has(id) || named.has(id));
}

/** @param endMs that ages are counted to; null when no wait's beginning is known. */
function reportedTask(task: Task, endMs: number | null, unit: Unit | undefined): ReportedTask {
  const { id, name, parent, state, stack, created, wait } = task;
  return {
    id,
    name,
    parent,
    state,
    wait: wait && {
      op: wait.op,
      primitive: wait.primitive,
      task: wait.task,
      sinceMs: endMs === null ? null : round(Math.max(0, endMs - wait.fromMs)),
      ...whoCouldEnd(wait),
    },
    stack,
    created,
    ...(unit === undefined || unit.id === MAIN ? {} : { unit: unit.id }),
  };
}

function reportedUnit({ id, kind, name, script, parent, threadId, model }: Unit): ReportedUnit {
  const pid = model.program?.pid ?? 0;
  return { id, kind, name, script, pid, threadId, parent, exitCode: model.exit?.code ?? null };
}

function whoCouldEnd({ wakers, stuck }: Wait): { wakers?: readonly string[]; stuck?: boolean } {
  return wakers === null ? {} : { wakers, stuck };
}

function reportedPrimitive(primitive: Primitive): ReportedPrimitive {
  const { id, kind, name, capacity, length, closed, holders, created } = primitive;
  return {
    id,
    kind,
    name,
    capacity: Number.isFinite(capacity) ? capacity : null,
    length,
    closed,
    holder: holders[0] ?? null,
    created: created && { file: created.file, line: created.line, column: created.column },
  };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
