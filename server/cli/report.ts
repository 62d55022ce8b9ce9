/** The report of a run as JSON. The shape is a promise to users; see the README. */
import type { Finding } from "../detect/finding.js";
import type { Model } from "../model/model.js";
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
  readonly stats: {
    readonly tasksStarted: number;
    readonly tasksLive: number;
    readonly channelOps: number;
    readonly promises: number;
  };
  readonly findings: readonly Finding[];
  readonly tasks: readonly ReportedTask[];
  readonly primitives: readonly ReportedPrimitive[];
  /** What could not be looked at, and why; absent where there is nothing to say. */
  readonly notes?: readonly string[];
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

export function reportOf(model: Model, findings: readonly Finding[], ending: Ending): Report {
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
    stats: { tasksStarted, tasksLive, channelOps, promises },
    findings,
    tasks: reportedTasks(model, findings).map((task) =>
      reportedTask(task, model.ofMoment ? null : endOf(model, ending)),
    ),
    primitives: [...model.primitives()].map(reportedPrimitive),
    ...(model.notes.length > 0 ? { notes: model.notes } : {}),
  };
}

/** The time that ages are counted to, in milliseconds since the program's start. */
export function endOf(model: Model, ending: Ending): number {
  if (model.exit !== null) return model.exit.timeMs;
  if (ending.endedAtMs === null || model.program === null) return model.nowMs;
  return Math.max(model.nowMs, ending.endedAtMs - model.program.startedAtMs);
}

/** Those alive at the end, and those that a finding names. */
function reportedTasks(model: Model, findings: readonly Finding[]): Task[] {
  const named = new Set(findings.flatMap((finding) => finding.tasks));
  return [...model.tasks()].filter((task) => task.endedMs === null || named.has(task.id));
}

/** @param endMs that ages are counted to; null when no wait's beginning is known. */
function reportedTask(task: Task, endMs: number | null): ReportedTask {
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
  };
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
