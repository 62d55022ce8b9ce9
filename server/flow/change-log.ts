/**
 * What each task did, one change after the other, in columns: 17 bytes a change. A program may go on for days, so the
 * older half is let go when the log is full, except for what still lasts.
 *
 * Readers count the changes that they have read. Those numbers stay true when something is let go; a reader that was
 * behind by then begins anew.
 */
import type { Changes } from "../../media/wire/columns.js";
import { isOver, type StateCode } from "../../media/wire/states.js";

export const CHANGES_KEPT = 1 << 20;

const FIRST_ROOM = 1024;

export class ChangeLog {
  readonly #kept: number;
  #columns: Columns = room(FIRST_ROOM);
  #count = 0;
  /** The number of the first change that is here. */
  #base = 0;
  /** Before it, only what lasted was kept. */
  #whole = 0;

  constructor(kept = CHANGES_KEPT) {
    this.#kept = kept;
  }

  get base(): number {
    return this.#base;
  }

  get end(): number {
    return this.#base + this.#count;
  }

  /** Whether a reader that has read so far can read on. */
  canReadFrom(seq: number): boolean {
    return seq >= this.#whole && seq <= this.end;
  }

  /** Returns its number. */
  push(task: number, state: StateCode, primitive: number, timeUs: number): number {
    if (this.#count >= this.#kept) this.#letGo();
    if (this.#count >= this.#columns.task.length) this.#grow();
    const at = this.#count++;
    const { task: tasks, state: states, primitive: primitives, timeUs: times } = this.#columns;
    tasks[at] = task;
    states[at] = state;
    primitives[at] = primitive;
    times[at] = timeUs;
    return this.#base + at;
  }

  /** Corrects the latest change of a task: what it did for no time at all is no news. */
  amend(seq: number, state: StateCode, primitive: number): void {
    const at = seq - this.#base;
    this.#columns.state[at] = state;
    this.#columns.primitive[at] = primitive;
  }

  slice(fromSeq: number, atMost: number): Changes {
    const from = Math.max(0, fromSeq - this.#base);
    const to = Math.min(this.#count, from + atMost);
    const { task, state, primitive, timeUs } = this.#columns;
    return {
      count: to - from,
      task: task.subarray(from, to),
      state: state.subarray(from, to),
      primitive: primitive.subarray(from, to),
      timeUs: timeUs.subarray(from, to),
    };
  }

  /** Lets go of the older part until no more are left. */
  shrinkTo(count: number): void {
    for (let before = Infinity; this.#count > count && this.#count < before;) {
      before = this.#count;
      this.#letGo();
    }
  }

  /** Tasks that are named here. */
  tasks(): Set<number> {
    return new Set(this.#columns.task.subarray(0, this.#count));
  }

  #grow(): void {
    const more = room(this.#columns.task.length * 2);
    copy(this.#columns, 0, this.#count, more, 0);
    this.#columns = more;
  }

  #letGo(): void {
    const half = this.#count >> 1;
    const last = new Map<number, number>();
    const { task, state } = this.#columns;
    for (let i = 0; i < half; i++) last.set(task[i] ?? 0, i);
    const lasting = [...last.values()].filter((i) => !isOver(state[i] ?? 0)).sort((a, b) => a - b);
    const kept = room(this.#columns.task.length);
    lasting.forEach((from, to) => copy(this.#columns, from, from + 1, kept, to));
    copy(this.#columns, half, this.#count, kept, lasting.length);
    this.#whole = this.#base + half;
    this.#base = this.#whole - lasting.length;
    this.#count = lasting.length + this.#count - half;
    this.#columns = kept;
  }
}

interface Columns {
  readonly task: Uint32Array;
  readonly state: Uint8Array;
  readonly primitive: Uint32Array;
  readonly timeUs: Float64Array;
}

function room(count: number): Columns {
  return {
    task: new Uint32Array(count),
    state: new Uint8Array(count),
    primitive: new Uint32Array(count),
    timeUs: new Float64Array(count),
  };
}

function copy(from: Columns, start: number, end: number, to: Columns, at: number): void {
  to.task.set(from.task.subarray(start, end), at);
  to.state.set(from.state.subarray(start, end), at);
  to.primitive.set(from.primitive.subarray(start, end), at);
  to.timeUs.set(from.timeUs.subarray(start, end), at);
}
