/**
 * A program of several event loops: its main process, and the workers and child processes that it started. Each is a
 * model of its own, because what one waits for, and whether its loop is drained, is its own affair; the tree gives
 * them ids of one kind and one clock, and reads as one.
 */
import type { CallId, Header } from "../../tracer/wire/index.js";
import { IdBlocks } from "./id-blocks.js";
import { Model } from "./model.js";
import type { ModelRecord } from "./dump-records.js";
import type { SiteMapper } from "./task-views.js";
import { rebase, type Base } from "./rebase.js";
import type { Counters, Exit, Primitive, PrimitiveId, ProgramInfo, Task, TaskId } from "./task.js";
import {
  MAIN,
  mainUnit,
  type PrimitiveHome,
  type Tasks,
  type Unit,
  type UnitId,
  type Watcher,
} from "./tasks.js";
import { fileName } from "./words.js";

/** Units that were terminated are kept for what a finding says of their tasks: so many, the latest. */
const TERMINATED_KEPT = 64;

interface Member extends Unit {
  /** What its recording is called by those that it started. */
  key: string;
  terminated: boolean;
}

export class Tree implements Tasks {
  /** The main thread of the main process. */
  readonly root: Model;

  readonly #members: Member[] = [];
  readonly #bases = new Map<UnitId, Base>();
  readonly #calls = new IdBlocks<UnitId>();
  readonly #primitives = new IdBlocks<UnitId>();
  /** What the units that were let go have counted. */
  #gone: Counters = NOTHING;
  #revisionsGone = 0;
  #lastId = 0;
  #watcher: Watcher | null = null;

  constructor(sites: SiteMapper) {
    this.root = new Model(sites);
    this.#add({ ...mainUnit(this.root), key: "", terminated: false }, 0);
  }

  /** Of the main process. */
  apply(record: ModelRecord): void {
    const root = this.#member(MAIN);
    if (record.kind === "header" && root !== undefined) root.key = record.header.unit;
    this.applyTo(MAIN, record);
  }

  /** Another unit has begun to record. Null when it is none of this program's. */
  join(header: Header, sites: SiteMapper): Unit | null {
    const parent = this.#members.find(({ key }) => key === header.parent);
    // Of a process that is itself within a tree only what it started is told.
    if (parent === undefined && this.#member(MAIN)?.key !== "") return null;
    const shiftUs = (header.startedAtMs - (this.program?.startedAtMs ?? header.startedAtMs)) * 1000;
    const worker = header.threadId !== 0;
    const member: Member = {
      id: ++this.#lastId,
      kind: worker ? "worker" : "process",
      name: worker ? `worker ${header.threadId}` : `child process ${header.pid}`,
      script: scriptOf(header),
      parent: parent?.id ?? null,
      threadId: header.threadId,
      model: new Model(sites),
      key: header.unit,
      terminated: false,
    };
    this.#add(member, shiftUs);
    this.applyTo(member.id, { kind: "header", header });
    return member;
  }

  applyTo(id: UnitId, record: ModelRecord): void {
    const base = this.#bases.get(id);
    if (base !== undefined) this.#member(id)?.model.apply(rebase(record, base));
  }

  /**
   * Whether it is over: by its own word, or by that of its starter, who may have ended it. To be asked before what is
   * left of its recording is read.
   */
  isOver(id: UnitId): boolean {
    const unit = this.#member(id);
    if (unit === undefined || unit.model.exit !== null) return true;
    return this.#starterOf(unit)?.model.endedUnits.has(unit.name) ?? false;
  }

  /** It is over, and its recording is read to the end. What has nothing to show any more is only counted from now on. */
  retire(id: UnitId): void {
    const member = this.#member(id);
    if (member === undefined || id === MAIN) return;
    member.terminated = member.model.exit === null;
    // Process ids come again.
    this.#starterOf(member)?.model.endedUnits.delete(member.name);
    if (!hasSomethingToShow(member.model)) this.#letGo(member);
    const terminated = this.#members.filter((one) => one.terminated);
    if (terminated.length > TERMINATED_KEPT && terminated[0] !== undefined) this.#letGo(terminated[0]);
    if (member.terminated) this.#watcher?.unitTerminated?.(member.model);
  }

  #starterOf({ parent }: Unit): Member | undefined {
    return parent === null ? undefined : this.#member(parent);
  }

  /** Tells of every change in every unit from now on. */
  watch(watcher: Watcher): void {
    this.#watcher = watcher;
    for (const { model } of this.#members) model.watcher = watcher;
  }

  #add(member: Member, shiftUs: number): void {
    member.model.watcher = this.#watcher;
    this.#members.push(member);
    const { id } = member;
    this.#bases.set(id, { call: this.#calls.of(id), primitive: this.#primitives.of(id), shiftUs });
  }

  #letGo(member: Member): void {
    this.#members.splice(this.#members.indexOf(member), 1);
    this.#bases.delete(member.id);
    this.#gone = sum(this.#gone, member.model.counters);
    this.#revisionsGone += member.model.revision;
  }

  #member(id: UnitId): Member | undefined {
    return this.#members.find((member) => member.id === id);
  }

  get units(): readonly Unit[] {
    return this.#members;
  }

  get program(): ProgramInfo | null {
    return this.root.program;
  }

  get exit(): Exit | null {
    return this.root.exit;
  }

  get notes(): readonly string[] {
    return [...new Set(this.#members.flatMap(({ model }) => model.notes))];
  }

  get ofMoment(): boolean {
    return this.root.ofMoment;
  }

  get counters(): Counters {
    return this.#members.reduce((total, { model }) => sum(total, model.counters), this.#gone);
  }

  get complete(): boolean {
    return this.counters.dropped === 0;
  }

  get nowMs(): number {
    return this.#members.reduce((latest, { model }) => Math.max(latest, model.nowMs), 0);
  }

  get revision(): number {
    return this.#members.reduce(
      (total, { model }) => total + model.revision,
      this.#revisionsGone + this.#lastId,
    );
  }

  *tasks(): Generator<Task> {
    for (const { model } of this.#members) yield* model.tasks();
  }

  *liveTasks(): Generator<Task> {
    for (const { model, terminated } of this.#members) if (!terminated) yield* model.liveTasks();
  }

  task(id: TaskId): Task | undefined {
    return this.unitOf(id)?.model.task(id);
  }

  callsOf(id: TaskId): CallId[] {
    const calls = this.unitOf(id)?.model.callsOf(id) ?? [];
    return calls.map((call) => this.#calls.inRecording(call));
  }

  *primitives(): Generator<Primitive> {
    for (const { model } of this.#members) yield* model.primitives();
  }

  primitive(id: PrimitiveId): Primitive | undefined {
    return this.#member(this.#primitives.ownerOf(id) ?? -1)?.model.primitive(id);
  }

  unitOf(task: TaskId): Unit | undefined {
    return this.#member(this.#calls.ownerOf(task) ?? -1);
  }

  homeOf(primitive: PrimitiveId): PrimitiveHome | undefined {
    const unit = this.#primitives.ownerOf(primitive);
    return unit === undefined ? undefined : { unit, id: this.#primitives.inRecording(primitive) };
  }
}

const NOTHING: Counters = { tasksStarted: 0, tasksLive: 0, channelOps: 0, promises: 0, dropped: 0 };

function sum(a: Counters, b: Counters): Counters {
  return {
    tasksStarted: a.tasksStarted + b.tasksStarted,
    tasksLive: a.tasksLive + b.tasksLive,
    channelOps: a.channelOps + b.channelOps,
    promises: a.promises + b.promises,
    dropped: a.dropped + b.dropped,
  };
}

function hasSomethingToShow(model: Model): boolean {
  return model.misuses.length > 0 || model.lockOrders.length > 0 || model.liveTaskCount > 0;
}

function scriptOf({ argv }: Header): string {
  return fileName(argv[1] ?? "");
}
