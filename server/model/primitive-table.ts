/** The primitives that are known, as their records tell of them. */
import type {
  CallId,
  FlowRecord,
  OrphanRecord,
  PrimitiveRecord,
  PrimitiveStateRecord,
  TiesRecord,
} from "../../tracer/wire/index.js";
import type { Primitive, PrimitiveId, Site, TaskId } from "./task.js";
import { throughputAt, throughputFrom } from "./throughput.js";

/** Primitives that stand for workers and processes which are over: so many are kept. */
const ENDED_UNITS_KEPT = 100;

/** What is known elsewhere. */
export interface PrimitiveTableHost {
  /** The tasks of these calls, each once, as far as they are known. */
  readonly taskIdsOf: (calls: readonly CallId[]) => TaskId[];
  readonly siteOf: (record: PrimitiveRecord) => Site | null;
}

export class PrimitiveTable {
  /** Mutexes that somebody holds. */
  readonly heldLocks = new Set<PrimitiveId>();
  /** Names of workers and processes that are over, until somebody has taken note. */
  readonly endedUnits = new Set<string>();

  readonly #host: PrimitiveTableHost;
  readonly #primitives = new Map<PrimitiveId, Primitive>();
  readonly #endedUnitIds: PrimitiveId[] = [];

  constructor(host: PrimitiveTableHost) {
    this.#host = host;
  }

  get(id: PrimitiveId): Primitive | undefined {
    return this.#primitives.get(id);
  }

  values(): Iterable<Primitive> {
    return this.#primitives.values();
  }

  add(record: PrimitiveRecord, nowMs: number): void {
    const { id, primitiveKind, name, capacity, maker, parent, deadlineMs } = record;
    this.#primitives.set(id, {
      id,
      kind: primitiveKind,
      name,
      capacity,
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
      created: this.#host.siteOf(record),
      maker: maker === null ? null : (this.#host.taskIdsOf([maker])[0] ?? null),
      createdMs: nowMs,
      parent,
      deadlineMs: deadlineMs === 0 ? null : deadlineMs,
      gone: false,
      throughput: throughputFrom(nowMs),
    });
  }

  update(record: PrimitiveStateRecord, nowMs: number): void {
    const primitive = this.#primitives.get(record.id);
    if (primitive === undefined) return;
    const { id, length, closed, waiting } = record;
    const holders = this.#host.taskIdsOf(record.holders);
    const closedMs = closed ? (primitive.closedMs ?? nowMs) : null;
    this.#primitives.set(id, { ...primitive, length, closed, closedMs, waiting, holders });
    if (closed && !primitive.closed && isUnit(primitive)) this.#unitEnded(primitive);
    if (primitive.kind !== "mutex" && primitive.kind !== "rwmutex") return;
    if (holders.length > 0) this.heldLocks.add(id);
    else this.heldLocks.delete(id);
  }

  tie({ id, users, owing }: TiesRecord): void {
    const { taskIdsOf } = this.#host;
    this.#change(id, { users: taskIdsOf(users), owing: taskIdsOf(owing) });
  }

  flow({ id, puts, takes, putters, takers }: FlowRecord, nowMs: number): void {
    const primitive = this.#primitives.get(id);
    if (primitive === undefined) return;
    const { taskIdsOf } = this.#host;
    const throughput = throughputAt(primitive.throughput, takes, nowMs);
    this.#change(id, { puts, throughput, putters: taskIdsOf(putters), takers: taskIdsOf(takers) });
  }

  orphan({ id, ended, timeUs }: OrphanRecord): void {
    this.#change(id, ended ? { closedMs: timeUs / 1000 } : { orphanedMs: timeUs / 1000 });
  }

  letGo(id: PrimitiveId): void {
    this.#change(id, { gone: true });
  }

  #change(id: PrimitiveId, change: Partial<Primitive>): void {
    const primitive = this.#primitives.get(id);
    if (primitive !== undefined) this.#primitives.set(id, { ...primitive, ...change });
  }

  /** A program may start one after the other for days. */
  #unitEnded({ id, name }: Primitive): void {
    this.endedUnits.add(name);
    this.#endedUnitIds.push(id);
    const oldest = this.#endedUnitIds.length > ENDED_UNITS_KEPT ? this.#endedUnitIds.shift() : undefined;
    if (oldest !== undefined) this.#primitives.delete(oldest);
  }
}

function isUnit({ kind }: Primitive): boolean {
  return kind === "worker" || kind === "process";
}
