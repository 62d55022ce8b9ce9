import {
  ExitFlag,
  StartFlag,
  WaitFlag,
  type CallId,
  type FlowRecord,
  type LockOrderRecord,
  type OrphanRecord,
  type PrimitiveRecord,
  type PrimitiveStateRecord,
  type StallRecord,
  type TiesRecord,
  type WaitRecord,
  type WireFrame,
} from "../../tracer/wire/index.js";
import { callOf, isFrame, isInternal, isMain, isTask, type Call } from "./call.js";
import type { ModelRecord } from "./dump-records.js";
import type {
  Counters,
  Exit,
  LockOrder,
  Misuse,
  Frame,
  HeldWait,
  Primitive,
  PrimitiveId,
  ProgramInfo,
  Site,
  Stall,
  Task,
  TaskId,
  Wait,
} from "./task.js";
import { throughputAt, throughputFrom } from "./throughput.js";
import { mainUnit, type Activity, type Origin, type Tasks, type Unit, type Watcher } from "./tasks.js";

/** How a place that the engine ran becomes the place that the user wrote. */
export interface SiteMapper {
  map(frame: WireFrame): Site;
  /** The same for a place inside of an awaited expression: the place of its `await`. */
  mapToAwait(frame: WireFrame): Site;
}

/** A wait with a lock in hand is told when it lasted longer. */
const HELD_WAIT_MS = 1000;

/** Of each kind of event that is remembered after it is over. */
const EVENTS_KEPT = 1000;

/** The same of primitives that stand for workers and processes which are over. */
const ENDED_UNITS_KEPT = 100;

/** Ended tasks that are kept by name and place, for those who look at them a moment later. */
const ENDED_TASKS_KEPT = 1000;

/**
 * The state of one traced program, made of its records alone: no I/O, no clock. Whoever reads records (live,
 * from a recording, from a dump) applies them here, and everything that is shown is read from here.
 */
export class Model implements Tasks {
  program: ProgramInfo | null = null;
  counters: Counters = { tasksStarted: 0, tasksLive: 0, channelOps: 0, promises: 0, dropped: 0 };
  exit: Exit | null = null;
  /** Errors of misuse that nobody handled; in practice one, which ended the program. */
  readonly misuses: Misuse[] = [];
  /** What could not be looked at, and why. */
  readonly notes: string[] = [];
  /** Pairs of locks that were held together, as they were taken. */
  readonly lockOrders: LockOrder[] = [];
  /** Slow waits with a lock in hand that are over, the latest of each place. */
  readonly heldWaits: HeldWait[] = [];
  /** The loop's stalls, the first ones. */
  readonly stalls: Stall[] = [];
  /** It shows one moment of a process: since when its tasks wait is not known. */
  ofMoment = false;
  /** The latest time that any record told, in milliseconds since the program's start. */
  nowMs = 0;
  /** Grows with every record that changes what is shown. */
  revision = 0;

  readonly units: readonly Unit[] = [mainUnit(this)];
  /** Names of workers and processes that it has started and that are over, until somebody has taken note. */
  readonly endedUnits = new Set<string>();

  /** Told of each change, with the time of its record. */
  watcher: Watcher | null = null;

  readonly #sites: SiteMapper;
  readonly #calls = new Map<CallId, Call>();
  /** Which call answers for each, those that are over included: what they started may be told later. */
  readonly #charged = new Map<CallId, CallId>();
  readonly #primitives = new Map<PrimitiveId, Primitive>();
  readonly #snapshots = new Map<TaskId, Task>();
  readonly #endedTasks: TaskId[] = [];
  #recordUs = 0;
  /** Mutexes that somebody holds. */
  readonly #heldLocks = new Set<PrimitiveId>();
  readonly #endedUnits: PrimitiveId[] = [];

  constructor(sites: SiteMapper) {
    this.#sites = sites;
  }

  /** What is started below this call from now on is charged to it. To be called before its record is applied. */
  charge(id: CallId): void {
    this.#charged.set(id, id);
  }

  /** What this call started has been asked for; it answers no more. */
  discharge(id: CallId): void {
    for (const [call, charged] of this.#charged) if (charged === id) this.#charged.delete(call);
  }

  apply(record: ModelRecord): void {
    this.revision++;
    this.#recordUs = "timeUs" in record ? record.timeUs : this.nowMs * 1000;
    if ("timeUs" in record) this.nowMs = Math.max(this.nowMs, record.timeUs / 1000);
    switch (record.kind) {
      case "header": {
        const { pid, argv, cwd, node, startedAtMs } = record.header;
        this.program = { pid, argv, cwd, node, startedAtMs };
        return;
      }
      case "sourceMap":
      case "piece":
        return;
      case "start":
        this.#start(callOf(record));
        return;
      case "describe":
        this.#describe(record.id, record.flags, record.name);
        return;
      case "wait":
        this.#change(record.id, (call) => {
          call.wait = record;
          call.heldLocks = this.#locksHeldBy(call);
          call.collected = false;
          // Only the entry module can seem to be over and wait again.
          call.ended = null;
        });
        return;
      case "resume":
        this.#noteHeldWait(record.id, record.timeUs);
        this.#change(record.id, (call) => {
          call.wait = null;
          call.collected = false;
        });
        return;
      case "collected":
        this.#change(record.id, (call) => (call.collected = true));
        return;
      case "note":
        this.notes.push(record.text);
        return;
      case "misuse":
        this.misuses.push({ ...record, stack: record.stack.map((frame) => this.#sites.map(frame)) });
        return;
      case "lockOrder":
        this.lockOrders.push(this.#lockOrderOf(record));
        return;
      case "stall":
        this.#stall(record);
        return;
      case "orphan":
        this.#orphan(record);
        return;
      case "gone":
        this.#gone(record.id);
        return;
      case "end":
        this.#noteHeldWait(record.id, record.timeUs);
        this.#end(record.id, record.failed, record.timeUs);
        return;
      case "primitive":
        this.#primitives.set(record.id, this.#primitiveOf(record));
        this.watcher?.primitiveChanged(this, record.id, this.#recordUs);
        return;
      case "primitiveState":
        this.#updatePrimitive(record);
        return;
      case "ties":
        this.#updateTies(record);
        return;
      case "flow":
        this.#updateFlow(record);
        return;
      case "counters": {
        const { tasksStarted, tasksLive, channelOps, promises, dropped } = record;
        this.counters = { tasksStarted, tasksLive, channelOps, promises, dropped };
        return;
      }
      case "exit":
        this.exit = {
          code: record.code,
          drained: (record.flags & ExitFlag.drained) !== 0,
          byProgram: (record.flags & ExitFlag.byProgram) !== 0,
          unreferencedTimers: (record.flags & ExitFlag.unreferencedTimers) !== 0,
          timeMs: record.timeUs / 1000,
        };
        return;
      case "moment":
        this.ofMoment = true;
        return;
      case "wakers":
        this.#change(record.id, (call) => (call.wakers = record));
        return;
      case "locals":
        this.#change(record.id, (call) => (call.locals = record.locals));
        return;
      default:
        record satisfies never;
    }
  }

  /** So many records are known to be lost, though no record tells of it. */
  noteLoss(dropped: number): void {
    if (dropped <= this.counters.dropped) return;
    this.counters = { ...this.counters, dropped };
    this.revision++;
  }

  unitOf(): Unit | undefined {
    return this.units[0];
  }

  /** False when records were lost: no verdict that a loss could fake may be given then. */
  get complete(): boolean {
    return this.counters.dropped === 0;
  }

  /** All known tasks, oldest first: the live ones and the last ended ones. */
  *tasks(): Generator<Task> {
    for (const call of this.#calls.values()) {
      if (isTask(call)) yield this.#snapshot(call);
    }
  }

  /** Those that are not over. */
  *liveTasks(): Generator<Task> {
    for (const call of this.#calls.values()) {
      if (isTask(call) && call.ended === null) yield this.#snapshot(call);
    }
  }

  task(id: TaskId): Task | undefined {
    const call = this.#calls.get(id);
    return call !== undefined && isTask(call) ? this.#snapshot(call) : undefined;
  }

  /** Undefined for a call that is none of the tasks. */
  activityOf(id: TaskId): Activity | undefined {
    const call = this.#calls.get(id);
    if (call === undefined || !isTask(call)) return undefined;
    if (call.ended !== null) {
      const { failed, timeUs } = call.ended;
      return { state: failed ? "failed" : "done", ...NOT_WAITING, fromUs: timeUs };
    }
    const chain = this.#awaitChain(call);
    const leaf = chain.at(-1) ?? call;
    if (leaf.wait === null) return { state: "running", ...NOT_WAITING, fromUs: leaf.startedUs };
    const { op, primitives, tasks } = this.#waitOf(leaf, leaf.wait);
    return { state: "waiting", op, primitives, tasks, fromUs: leaf.wait.timeUs };
  }

  originOf(id: TaskId): Origin | undefined {
    const call = this.#calls.get(id);
    if (call === undefined || !isTask(call)) return undefined;
    return { name: call.name, parent: this.#parentOf(call), created: call.created[0] ?? null };
  }

  /** The place that the user wrote. */
  siteOf(frame: WireFrame): Site {
    return this.#sites.map(frame);
  }

  primitives(): Iterable<Primitive> {
    return this.#primitives.values();
  }

  primitive(id: PrimitiveId): Primitive | undefined {
    return this.#primitives.get(id);
  }

  #start(call: Call): void {
    const ofParent = call.parent === null ? undefined : this.#charged.get(call.parent);
    call.chargedTo = this.#charged.get(call.id) ?? ofParent ?? null;
    if (call.chargedTo !== null) this.#charged.set(call.id, call.chargedTo);
    this.#calls.set(call.id, call);
    this.#forget(call);
  }

  #describe(id: CallId, flags: number, name: string): void {
    this.#change(id, (call) => {
      call.flags = flags;
      if (name !== "") call.name = name;
    });
    // What turns out to be a frame is a task no more, and nobody else tells of it.
    this.watcher?.taskChanged(this, id, this.#recordUs);
  }

  #end(id: CallId, failed: boolean, timeUs: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    call.wait = null;
    call.ended = { failed, timeUs };
    this.#forget(call);
    if (!isTask(call)) {
      this.#removeCall(call);
      return;
    }
    if (isMain(call)) return;
    this.#endedTasks.push(id);
    if (this.#endedTasks.length > ENDED_TASKS_KEPT) {
      const oldest = this.#calls.get(this.#endedTasks.shift() ?? id);
      if (oldest !== undefined) this.#removeCall(oldest);
    }
  }

  #change(id: CallId, change: (call: Call) => void): void {
    const call = this.#calls.get(id);
    // A call whose start was lost stays unknown: the counters say that something is missing.
    if (call === undefined) return;
    change(call);
    this.#forget(call);
  }

  #removeCall(call: Call): void {
    this.#calls.delete(call.id);
    this.#snapshots.delete(call.id);
  }

  /** A changed call changes what its task looks like. */
  #forget(call: Call): void {
    const owner = this.#taskCallOf(call);
    if (owner === undefined) return;
    this.#snapshots.delete(owner.id);
    this.watcher?.taskChanged(this, owner.id, this.#recordUs);
  }

  /** The call that began the task which this call belongs to. */
  #taskCallOf(call: Call): Call | undefined {
    let current: Call | undefined = call;
    while (current !== undefined && !isTask(current)) {
      current = current.parent === null ? undefined : this.#calls.get(current.parent);
    }
    return current;
  }

  #snapshot(call: Call): Task {
    const known = this.#snapshots.get(call.id);
    if (known !== undefined) return known;
    const task = this.#buildTask(call);
    this.#snapshots.set(call.id, task);
    return task;
  }

  #buildTask(root: Call): Task {
    const chain = this.#awaitChain(root);
    const leaf = chain.at(-1) ?? root;
    const stack = chain.flatMap((call) => this.#frameOf(call)).reverse();
    return {
      id: root.id,
      name: root.name === "" ? "(anonymous)" : root.name,
      parent: this.#parentOf(root),
      state:
        root.ended !== null ? (root.ended.failed ? "failed" : "done") : leaf.wait ? "waiting" : "running",
      wait: leaf.wait === null || root.ended !== null ? null : this.#waitOf(leaf, leaf.wait),
      stack: root.ended === null ? stack : [],
      created: root.created.map((frame) => this.#sites.map(frame)),
      startedMs: root.startedUs / 1000,
      endedMs: root.ended === null ? null : root.ended.timeUs / 1000,
      mainFlow: this.#isMainFlow(root),
      spawned: (root.flags & StartFlag.spawned) !== 0,
      collected: leaf.collected && root.ended === null,
      chargedTo: root.chargedTo,
      member: (root.flags & StartFlag.member) !== 0,
      abandoned: (root.flags & StartFlag.loser) !== 0,
    };
  }

  /** From the call that began the task down to the one that is suspended at something else than a frame. */
  #awaitChain(root: Call): Call[] {
    const chain: Call[] = [];
    let current: Call | undefined = root;
    while (current !== undefined && !chain.includes(current)) {
      chain.push(current);
      current = this.#awaitedFrame(current);
    }
    return chain;
  }

  #awaitedFrame(call: Call): Call | undefined {
    const awaited = call.wait?.op === "task" ? call.wait.calls[0] : undefined;
    if (awaited === undefined) return undefined;
    const callee = this.#calls.get(awaited);
    if (callee?.ended !== null || callee.parent !== call.id) return undefined;
    return isFrame(callee) || isInternal(callee) ? callee : undefined;
  }

  #frameOf(call: Call): Frame[] {
    if (call.wait === null || call.wait.site === null || isInternal(call)) return [];
    const { site, flags } = call.wait;
    const mapped =
      (flags & WaitFlag.operandSite) === 0 ? this.#sites.map(site) : this.#sites.mapToAwait(site);
    return [call.locals === null ? mapped : { ...mapped, locals: call.locals }];
  }

  #waitOf(leaf: Call, wait: WaitRecord): Wait {
    const tasks = [...new Set(wait.calls.flatMap((id) => this.#taskIdOf(id) ?? []))];
    // Node's own functions wait for I/O in the end; a user has no use for their inner promises.
    // A timer has fired, or was cleared, without settling what is waited for.
    const notByTimer = leaf.collected && wait.op === "timer";
    const inner = isInternal(leaf) && (wait.op === "promise" || wait.op === "task");
    return {
      op: notByTimer ? "promise" : inner || (wait.op === "task" && tasks.length === 0) ? "io" : wait.op,
      primitive: wait.primitives[0] ?? null,
      primitives: wait.primitives,
      task: tasks.length === 1 && wait.members <= 1 ? (tasks[0] ?? null) : null,
      tasks,
      members: wait.members,
      fromMs: wait.timeUs / 1000,
      delayMs: wait.delayMs,
      unreferenced: (wait.flags & WaitFlag.unreferenced) !== 0,
      wakers: leaf.wakers?.wakers ?? null,
      stuck: leaf.wakers?.stuck ?? false,
    };
  }

  #taskIdOf(id: CallId): TaskId | undefined {
    const call = this.#calls.get(id);
    if (call === undefined || isInternal(call)) return undefined;
    return this.#taskCallOf(call)?.id;
  }

  #parentOf(root: Call): TaskId | null {
    if (root.parent === null) return null;
    const parent = this.#calls.get(root.parent);
    return parent === undefined ? null : (this.#taskCallOf(parent)?.id ?? null);
  }

  #isMainFlow(root: Call): boolean {
    if (isMain(root)) return true;
    const others = StartFlag.spawned | StartFlag.callback | StartFlag.member;
    if ((root.flags & others) !== 0 || root.parent === null) return false;
    const parent = this.#calls.get(root.parent);
    return parent !== undefined && isMain(parent);
  }

  #primitiveOf(record: PrimitiveRecord): Primitive {
    const site = record.created[0];
    return {
      id: record.id,
      kind: record.primitiveKind,
      name: record.name,
      capacity: record.capacity,
      length: 0,
      closed: false,
      waiting: 0,
      holders: [],
      users: [],
      orphanedMs: null,
      closedMs: null,
      puts: 0,
      putters: [],
      takers: [],
      owing: [],
      created: site === undefined ? null : this.#sites.map(site),
      maker: record.maker === null ? null : (this.#taskIdOf(record.maker) ?? null),
      createdMs: this.nowMs,
      parent: record.parent,
      deadlineMs: record.deadlineMs === 0 ? null : record.deadlineMs,
      gone: false,
      throughput: throughputFrom(this.nowMs),
    };
  }

  #updatePrimitive(record: PrimitiveStateRecord): void {
    const primitive = this.#primitives.get(record.id);
    if (primitive === undefined) return;
    const { length, closed, waiting } = record;
    const holders = record.holders.flatMap((id) => this.#taskIdOf(id) ?? []);
    const closedMs = closed ? (primitive.closedMs ?? this.nowMs) : null;
    this.#primitives.set(record.id, { ...primitive, length, closed, closedMs, waiting, holders });
    this.watcher?.primitiveChanged(this, record.id, this.#recordUs);
    if (closed && !primitive.closed && isUnit(primitive)) this.#unitEnded(primitive);
    if (primitive.kind !== "mutex" && primitive.kind !== "rwmutex") return;
    if (holders.length > 0) this.#heldLocks.add(record.id);
    else this.#heldLocks.delete(record.id);
  }

  /** A program may start one after the other for days. */
  #unitEnded({ id, name }: Primitive): void {
    this.endedUnits.add(name);
    this.#endedUnits.push(id);
    const oldest = this.#endedUnits.length > ENDED_UNITS_KEPT ? this.#endedUnits.shift() : undefined;
    if (oldest !== undefined) this.#primitives.delete(oldest);
  }

  #orphan({ id, ended, timeUs }: OrphanRecord): void {
    const primitive = this.#primitives.get(id);
    if (primitive === undefined) return;
    const timeMs = timeUs / 1000;
    const change = ended ? { closedMs: timeMs } : { orphanedMs: timeMs };
    this.#primitives.set(id, { ...primitive, ...change });
  }

  #gone(id: PrimitiveId): void {
    const primitive = this.#primitives.get(id);
    if (primitive !== undefined) this.#primitives.set(id, { ...primitive, gone: true });
  }

  #stall({ blockedMs, id, site }: StallRecord): void {
    if (this.stalls.length >= EVENTS_KEPT) return;
    const task = id === null ? null : (this.#taskIdOf(id) ?? null);
    const name = task === null ? null : (this.task(task)?.name ?? null);
    this.stalls.push({ blockedMs, task, name, site: site === null ? null : this.#sites.map(site) });
  }

  #locksHeldBy(call: Call): readonly PrimitiveId[] {
    if (this.#heldLocks.size === 0) return [];
    const task = this.#taskCallOf(call)?.id;
    if (task === undefined) return [];
    return [...this.#heldLocks].filter((id) => this.#primitives.get(id)?.holders.includes(task) === true);
  }

  /** A wait is over: if it was long, and a lock was held meanwhile, that is worth knowing. */
  #noteHeldWait(id: CallId, timeUs: number): void {
    const call = this.#calls.get(id);
    // Who waits for a task may wait for a frame of its own, which is over by now.
    if (call?.wait == null || call.wait.op === "task" || call.heldLocks.length === 0) return;
    const durationMs = (timeUs - call.wait.timeUs) / 1000;
    if (durationMs < HELD_WAIT_MS || this.heldWaits.length >= EVENTS_KEPT) return;
    const root = this.#taskCallOf(call);
    const task = root === undefined ? undefined : this.#snapshot(root);
    if (task?.wait == null) return;
    const held = call.heldLocks.filter((lock) => !task.wait?.primitives.includes(lock));
    if (held.length === 0) return;
    const site = task.stack[0] ?? null;
    const behind = this.#waitersFor(held);
    const { id: taskId, name, wait } = task;
    this.heldWaits.push({ task: taskId, name, wait, held, site, durationMs, behind });
  }

  #waitersFor(locks: readonly PrimitiveId[]): number {
    let count = 0;
    for (const { wait } of this.#calls.values()) {
      const isLock = wait !== null && (wait.op === "lock" || wait.op === "rlock");
      if (isLock && wait.primitives.some((id) => locks.includes(id))) count++;
    }
    return count;
  }

  #updateTies({ id, users, owing }: TiesRecord): void {
    const primitive = this.#primitives.get(id);
    if (primitive === undefined) return;
    const tasksOf = (calls: readonly CallId[]): TaskId[] => [
      ...new Set(calls.flatMap((call) => this.#taskIdOf(call) ?? [])),
    ];
    this.#primitives.set(id, { ...primitive, users: tasksOf(users), owing: tasksOf(owing) });
  }

  #updateFlow({ id, puts, takes, putters, takers }: FlowRecord): void {
    const primitive = this.#primitives.get(id);
    if (primitive === undefined) return;
    const known = {
      putters: [...new Set(putters.flatMap((call) => this.#taskIdOf(call) ?? []))],
      takers: [...new Set(takers.flatMap((call) => this.#taskIdOf(call) ?? []))],
    };
    const throughput = throughputAt(primitive.throughput, takes, this.nowMs);
    this.#primitives.set(id, { ...primitive, puts, throughput, ...known });
    this.watcher?.primitiveChanged(this, id, this.#recordUs);
  }

  #lockOrderOf({ id, held, taken, gates, site }: LockOrderRecord): LockOrder {
    const place = site === null ? null : this.#sites.map(site);
    return { task: this.#taskIdOf(id) ?? null, held, taken, gates, site: place };
  }
}

const NOT_WAITING = { op: null, primitives: [], tasks: [] } as const;

function isUnit({ kind }: Primitive): boolean {
  return kind === "worker" || kind === "process";
}
