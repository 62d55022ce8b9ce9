/** A model made by hand, record by record, as a recording would make it. */
import { Model } from "../../../server/model/model.js";
import {
  ExitFlag,
  StartFlag,
  type PrimitiveKindName,
  type PrimitiveStateRecord,
  type WaitOp,
  type WireFrame,
} from "../../../tracer/wire/index.js";

export const FILE = "/app/main.ts";

export function at(line: number, name = "main"): WireFrame {
  return { function: name, file: FILE, line, column: 3 };
}

interface TaskOptions {
  readonly parent?: number;
  readonly createdLine?: number;
  readonly timeMs?: number;
}

interface WaitOptions {
  /** Of the await; not known when absent. */
  readonly line?: number;
  readonly file?: string;
  readonly op?: WaitOp;
  readonly primitives?: readonly number[];
  readonly calls?: readonly number[];
  readonly members?: number;
  readonly timeMs?: number;
  readonly delayMs?: number;
}

interface PrimitiveOptions {
  readonly maker?: number | null;
  readonly parent?: number | null;
  readonly deadlineMs?: number;
}

export class ProgramUnderTest {
  readonly model = new Model({ map: (frame) => frame, mapToAwait: (frame) => frame });

  constructor() {
    const header = {
      pid: 1,
      threadId: 0,
      unit: "",
      parent: null,
      argv: [],
      cwd: "/app",
      node: "v20.20.2",
      sluice: "0.1.0",
      startedAtMs: 1_000_000,
    };
    this.model.apply({ kind: "header", header });
  }

  task(id: number, name: string, { parent, createdLine, timeMs = 0 }: TaskOptions = {}): this {
    this.model.apply({
      kind: "start",
      id,
      parent: parent ?? null,
      flags: parent === undefined ? StartFlag.main : StartFlag.spawned,
      name,
      created: createdLine === undefined ? [] : [at(createdLine)],
      timeUs: timeMs * 1000,
    });
    return this;
  }

  waits(id: number, { line, file = FILE, op = "promise", timeMs = 0, ...rest }: WaitOptions): this {
    const { primitives = [], calls = [], members = calls.length, delayMs = 0 } = rest;
    const site = line === undefined ? null : { ...at(line, "body"), file };
    this.model.apply({
      kind: "wait",
      id,
      op,
      flags: 0,
      site,
      timeUs: timeMs * 1000,
      delayMs,
      calls,
      primitives,
      members,
    });
    return this;
  }

  resumes(id: number, timeMs: number): this {
    this.model.apply({ kind: "resume", id, timeUs: timeMs * 1000 });
    return this;
  }

  ends(id: number, timeMs = 0): this {
    this.model.apply({ kind: "end", id, failed: false, timeUs: timeMs * 1000 });
    return this;
  }

  primitive(
    id: number,
    name: string,
    primitiveKind: PrimitiveKindName = "channel",
    capacity = 0,
    { maker = null, parent = null, deadlineMs = 0 }: PrimitiveOptions = {},
  ): this {
    const created = [at(2)];
    const ties = { created, maker, parent, deadlineMs };
    this.model.apply({ kind: "primitive", id, primitiveKind, name, capacity, ...ties });
    return this;
  }

  state(id: number, state: Partial<PrimitiveStateRecord>): this {
    const initial = { length: 0, closed: false, waiting: 0, holders: [] };
    this.model.apply({ kind: "primitiveState", id, ...initial, ...state });
    return this;
  }

  /** So many values have been taken from it, or so often it has been acquired. */
  flow(id: number, takes: number): this {
    this.model.apply({ kind: "flow", id, puts: takes, takes, putters: [], takers: [] });
    return this;
  }

  gone(id: number): this {
    this.model.apply({ kind: "gone", id });
    return this;
  }

  /** The program has gone on for so long. */
  at(timeMs: number): this {
    const counters = { tasksStarted: 0, tasksLive: 0, channelOps: 0, promises: 0, dropped: 0 };
    this.model.apply({ kind: "counters", timeUs: timeMs * 1000, ...counters });
    return this;
  }

  /** The event loop ran empty. */
  drains(timeMs: number): this {
    this.model.apply({ kind: "exit", timeUs: timeMs * 1000, code: 13, flags: ExitFlag.drained });
    return this;
  }
}

/** A main task, and as many workers that wait to receive from jobs as wanted; the last two do something else. */
export function workers(count: number): ProgramUnderTest {
  const program = new ProgramUnderTest()
    .primitive(1, "jobs")
    .task(1, "main")
    .waits(1, { line: 9, op: "all", calls: [2, 3] });
  for (let id = 2; id < count + 2; id++) {
    program.task(id, "worker", { parent: 1, createdLine: 8, timeMs: id });
    const different = id >= count;
    if (different) program.waits(id, { line: 21, op: "sleep", delayMs: id, timeMs: id });
    else program.waits(id, { line: 20, op: "receive", primitives: [1], timeMs: id });
  }
  return program;
}
