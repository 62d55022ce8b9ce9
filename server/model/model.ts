import {
  ExitFlag,
  StartFlag,
  type CallId,
  type HandoffRecord,
  type LockOrderRecord,
  type StallRecord,
  type WaitRecord,
  type WireFrame,
} from "../../tracer/wire/index.js";
import { callOf, isTask, stateFromUs, type Call } from "./call.js";
import { CallTable } from "./call-table.js";
import type { ModelRecord } from "./dump-records.js";
import { PrimitiveTable } from "./primitive-table.js";
import type {
  Counters,
  Exit,
  HeldWait,
  LockOrder,
  Misuse,
  Primitive,
  PrimitiveId,
  ProgramInfo,
  Running,
  Site,
  Stall,
  Task,
  TaskId,
} from "./task.js";
import { TaskViews, type SiteMapper } from "./task-views.js";
import {
  MAIN,
  mainUnit,
  type Activity,
  type Origin,
  type PrimitiveHome,
  type Tasks,
  type Unit,
  type Watcher,
} from "./tasks.js";

/** A wait with a lock in hand is told when it lasted longer. */
const HELD_WAIT_MS = 1000;

/** Of each kind of event that is remembered after it is over. */
const EVENTS_KEPT = 1000;

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
  /** What its thread ran when that was asked for last. */
  running: Running | null = null;
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
  /** Told of each change, with the time of its record. */
  watcher: Watcher | null = null;

  readonly #sites: SiteMapper;
  readonly #calls: CallTable;
  readonly #views: TaskViews;
  readonly #primitives: PrimitiveTable;
  #recordUs = 0;
  /** Many ask for them after each change. */
  #live: readonly Task[] | null = null;

  constructor(sites: SiteMapper) {
    this.#sites = sites;
    this.#calls = new CallTable(({ id }) => this.#views.forget(id));
    this.#views = new TaskViews(this.#calls, sites);
    this.#primitives = new PrimitiveTable({
      taskIdsOf: (calls) => this.#calls.taskIdsOf(calls),
      siteOf: ({ created: [frame] }) => (frame === undefined ? null : sites.map(frame)),
    });
  }

  /** What is started below this call from now on is charged to it. To be called before its record is applied. */
  charge(id: CallId): void {
    this.#calls.charge(id);
  }

  /** What this call started has been asked for; it answers no more. */
  discharge(id: CallId): void {
    this.#calls.discharge(id);
  }

  apply(record: ModelRecord): void {
    this.#live = null;
    this.#take(record);
    // Who was told of the change may have asked before it was complete.
    this.#live = null;
  }

  #take(record: ModelRecord): void {
    this.revision++;
    this.#recordUs = "timeUs" in record ? record.timeUs : this.nowMs * 1000;
    if ("timeUs" in record) this.nowMs = Math.max(this.nowMs, record.timeUs / 1000);
    switch (record.kind) {
      case "header": {
        const { pid, argv, cwd, node, startedAtMs, systemThread = null } = record.header;
        this.program = { pid, argv, cwd, node, startedAtMs, systemThread };
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
          call.freeSinceUs = record.timeUs;
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
      case "running": {
        const task = record.id === null ? null : (this.#calls.taskIdOf(record.id) ?? null);
        const stack = record.stack.map((frame) => this.#sites.map(frame));
        this.running = { task, stack, atMs: record.timeUs / 1000 };
        return;
      }
      case "lockOrder":
        this.lockOrders.push(this.#lockOrderOf(record));
        return;
      case "stall":
        this.#stall(record);
        return;
      case "orphan":
        this.#primitives.orphan(record);
        return;
      case "gone":
        this.#primitives.letGo(record.id);
        return;
      case "end":
        this.#noteHeldWait(record.id, record.timeUs);
        this.#end(record.id, record.failed, record.timeUs);
        return;
      case "primitive":
        this.#primitives.add(record, this.nowMs);
        this.#tellOf(record.id);
        return;
      case "primitiveState":
        this.#primitives.update(record, this.nowMs);
        this.#tellOf(record.id);
        return;
      case "ties":
        this.#primitives.tie(record);
        return;
      case "flow":
        this.#primitives.flow(record, this.nowMs);
        this.#tellOf(record.id);
        return;
      case "handoff":
        this.#handedOn(record);
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

  /** Names of workers and processes that it has started and that are over, until somebody has taken note. */
  get endedUnits(): Set<string> {
    return this.#primitives.endedUnits;
  }

  unitOf(): Unit | undefined {
    return this.units[0];
  }

  homeOf(id: PrimitiveId): PrimitiveHome {
    return { unit: MAIN, id };
  }

  /** False when records were lost: no verdict that a loss could fake may be given then. */
  get complete(): boolean {
    return this.counters.dropped === 0;
  }

  /** All known tasks, oldest first: the live ones and the last ended ones. */
  *tasks(): Generator<Task> {
    for (const call of this.#calls.values()) {
      if (isTask(call)) yield this.#views.of(call);
    }
  }

  /** Those that are not over. */
  liveTasks(): readonly Task[] {
    this.#live ??= [...this.#liveCalls()].map((call) => this.#views.of(call));
    return this.#live;
  }

  /** How many {@link liveTasks} are, without making them. */
  get liveTaskCount(): number {
    return (this.#live ?? [...this.#liveCalls()]).length;
  }

  *#liveCalls(): Generator<Call> {
    for (const call of this.#calls.values()) if (isTask(call) && call.ended === null) yield call;
  }

  task(id: TaskId): Task | undefined {
    const call = this.#calls.taskOf(id);
    return call === undefined ? undefined : this.#views.of(call);
  }

  callsOf(id: TaskId): CallId[] {
    const call = this.#calls.taskOf(id);
    return call === undefined ? [] : this.#views.callsOf(call);
  }

  /** Undefined for a call that is none of the tasks. */
  activityOf(id: TaskId): Activity | undefined {
    const call = this.#calls.taskOf(id);
    if (call === undefined) return undefined;
    if (call.ended !== null) {
      return { state: call.ended.failed ? "failed" : "done", ...NOT_WAITING, fromUs: stateFromUs(call) };
    }
    const chain = this.#calls.awaitChain(call);
    const leaf = chain.at(-1) ?? call;
    const fromUs = stateFromUs(call, leaf);
    if (leaf.wait === null) return { state: "running", ...NOT_WAITING, fromUs };
    const { op, primitives, tasks } = this.#views.waitOf(leaf, leaf.wait);
    return { state: "waiting", op, primitives, tasks, fromUs };
  }

  originOf(id: TaskId): Origin | undefined {
    const call = this.#calls.taskOf(id);
    if (call === undefined) return undefined;
    const { name, created, flags } = call;
    const spawned = (flags & StartFlag.spawned) !== 0;
    return { name, parent: this.#calls.parentOf(call), created: created[0] ?? null, spawned };
  }

  /** The wait of the function that the task runs, whatever it calls waits for; null while that is not known. */
  ownWaitOf(id: TaskId): WaitRecord | null {
    const call = this.#calls.taskOf(id);
    return call === undefined ? null : this.#views.ownWaitOf(call);
  }

  /** Where its await stands, as the user wrote it; null when that is not known. */
  siteOfWait(wait: WaitRecord): Site | null {
    return this.#views.siteOfWait(wait);
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
    this.#calls.add(call);
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
    call.freeSinceUs = timeUs;
    call.ended = { failed, timeUs };
    this.#forget(call);
    this.#calls.retire(call);
  }

  #change(id: CallId, change: (call: Call) => void): void {
    const call = this.#calls.get(id);
    // A call whose start was lost stays unknown: the counters say that something is missing.
    if (call === undefined) return;
    change(call);
    this.#forget(call);
  }

  /** A changed call changes what its task looks like. */
  #forget(call: Call): void {
    const owner = this.#calls.taskCallOf(call);
    if (owner === undefined) return;
    this.#views.forget(owner.id);
    this.watcher?.taskChanged(this, owner.id, this.#recordUs);
  }

  #tellOf(id: PrimitiveId): void {
    if (this.#primitives.get(id) !== undefined) this.watcher?.primitiveChanged?.(this, id, this.#recordUs);
  }

  #handedOn({ from, to, primitive, fromUs, timeUs }: HandoffRecord): void {
    const [giver, taker] = [this.#calls.taskIdOf(from), this.#calls.taskIdOf(to)];
    // A frame may hand on to its own task.
    if (giver === undefined || taker === undefined || giver === taker) return;
    this.watcher?.handedOn?.({ from: giver, to: taker, primitive, fromUs, toUs: timeUs });
  }

  #stall({ blockedMs, id, site }: StallRecord): void {
    if (this.stalls.length >= EVENTS_KEPT) return;
    const task = id === null ? null : (this.#calls.taskIdOf(id) ?? null);
    const name = task === null ? null : (this.task(task)?.name ?? null);
    this.stalls.push({ blockedMs, task, name, site: site === null ? null : this.#sites.map(site) });
  }

  #locksHeldBy(call: Call): readonly PrimitiveId[] {
    if (this.#primitives.heldLocks.size === 0) return [];
    const task = this.#calls.taskCallOf(call)?.id;
    if (task === undefined) return [];
    return [...this.#primitives.heldLocks].filter(
      (id) => this.#primitives.get(id)?.holders.includes(task) === true,
    );
  }

  /** A wait is over: if it was long, and a lock was held meanwhile, that is worth knowing. */
  #noteHeldWait(id: CallId, timeUs: number): void {
    const call = this.#calls.get(id);
    // Who waits for a task may wait for a frame of its own, which is over by now.
    if (call?.wait == null || call.wait.op === "task" || call.heldLocks.length === 0) return;
    const durationMs = (timeUs - call.wait.timeUs) / 1000;
    if (durationMs < HELD_WAIT_MS || this.heldWaits.length >= EVENTS_KEPT) return;
    const root = this.#calls.taskCallOf(call);
    const task = root === undefined ? undefined : this.#views.of(root);
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

  #lockOrderOf({ id, held, taken, gates, site }: LockOrderRecord): LockOrder {
    const place = site === null ? null : this.#sites.map(site);
    return { task: this.#calls.taskIdOf(id) ?? null, held, taken, gates, site: place };
  }
}

const NOT_WAITING = { op: null, primitives: [], tasks: [] } as const;
