/** Primitives that were made alike at one line, as one: a reply channel for each request is one box, not a thousand. */
import type { Primitive, PrimitiveId, TaskId } from "../model/task.js";

/** What it counts of each, to know what changed. */
interface Member {
  length: number;
  puts: number;
  takes: number;
  closed: boolean;
}

export type Side = "sending" | "receiving";

export class PrimitiveStats {
  readonly index: number;
  readonly first: Primitive;
  count = 0;
  length = 0;
  puts = 0;
  takes = 0;
  #closed = 0;
  /** Tasks that hold one of them. */
  readonly heldBy = new Map<PrimitiveId, readonly TaskId[]>();
  readonly #sides: Readonly<Record<Side, Waiters>> = { sending: new Waiters(), receiving: new Waiters() };
  readonly #members = new Map<PrimitiveId, Member>();

  constructor(index: number, first: Primitive) {
    this.index = index;
    this.first = first;
  }

  /** All of them are. */
  get closed(): boolean {
    return this.#closed === this.count;
  }

  learn({ id, length, puts, throughput, closed, holders }: Primitive): void {
    const takes = throughput.total;
    let member = this.#members.get(id);
    if (member === undefined) {
      member = { length: 0, puts: 0, takes: 0, closed: false };
      this.#members.set(id, member);
      this.count++;
    }
    this.length += length - member.length;
    this.puts += puts - member.puts;
    this.takes += takes - member.takes;
    this.#closed += Number(closed) - Number(member.closed);
    Object.assign(member, { length, puts, takes, closed });
    if (holders.length > 0) this.heldBy.set(id, holders);
    else this.heldBy.delete(id);
  }

  waits(side: Side, more: 1 | -1, atUs: number): void {
    this.#sides[side].change(more, atUs);
  }

  waiting(side: Side): number {
    return this.#sides[side].count;
  }

  /** For how long at least one waited on that side. */
  waitedMs(side: Side, nowUs: number): number {
    return this.#sides[side].someMs(nowUs);
  }
}

class Waiters {
  count = 0;
  #someUs = 0;
  #sinceUs = 0;

  change(more: 1 | -1, atUs: number): void {
    if (this.count === 0 && more > 0) this.#sinceUs = atUs;
    this.count += more;
    if (this.count === 0) this.#someUs += Math.max(0, atUs - this.#sinceUs);
  }

  someMs(nowUs: number): number {
    return (this.#someUs + (this.count > 0 ? Math.max(0, nowUs - this.#sinceUs) : 0)) / 1000;
  }
}
