/**
 * What every task did, as the page has it: the changes in columns, and for each task the numbers of its own. What a task
 * did lasts until its next change; a task that is not over does it until now.
 */
import { decodeChanges, decodeHandoffs, decodeTasks, type Changes } from "../wire/columns.js";
import type { HistoryFacts, PrimitiveFacts, SiteFacts } from "../wire/facts.js";
import { GONE, isOver, type StateCode } from "../wire/states.js";
import { Handoffs } from "./handoffs.js";
import type { TimeWindow } from "./raster.js";

/** Above this the older half is let go, as the host does. */
const CHANGES_KEPT = 1_400_000;

export interface TaskLane {
  readonly id: number;
  site: number;
  parent: number;
  /** Of its changes, in the order of their times. */
  changes: number[];
}

export interface Span {
  readonly state: StateCode;
  readonly primitive: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** Which change of its task began it. */
  readonly at: number;
  /** It goes on. */
  readonly open: boolean;
}

export class Store {
  readonly sites: SiteFacts[] = [];
  readonly primitives = new Map<number, PrimitiveFacts>();
  readonly tasks = new Map<number, TaskLane>();
  /** By site, in the order of their start. */
  readonly tasksOfSite = new Map<number, TaskLane[]>();
  readonly children = new Map<number, TaskLane[]>();
  readonly handoffs = new Handoffs();
  count = 0;
  fromUs = Infinity;
  nowUs = 0;

  #time = new Float64Array(4096);
  #state = new Uint8Array(4096);
  #primitive = new Uint32Array(4096);

  clear(): void {
    this.sites.length = 0;
    for (const map of [this.primitives, this.tasks, this.tasksOfSite, this.children]) map.clear();
    this.handoffs.clear();
    this.count = 0;
    this.fromUs = Infinity;
    this.nowUs = 0;
  }

  /** All of the run. */
  get whole(): TimeWindow {
    const fromUs = Number.isFinite(this.fromUs) ? this.fromUs : 0;
    return { fromUs, toUs: Math.max(fromUs + 1000, this.nowUs) };
  }

  /** Returns from when on each site changed. */
  take(facts: HistoryFacts): Map<number, number> {
    if (facts.anew) this.clear();
    for (const site of facts.sites) this.sites[site.index] = site;
    for (const primitive of facts.primitives) this.primitives.set(primitive.id, primitive);
    const rows = decodeTasks(facts.tasks);
    const changed = new Map<number, number>();
    for (let i = 0; i < rows.count; i++) {
      const [task, site, parent] = [rows.task[i] ?? 0, rows.site[i] ?? 0, rows.parent[i] ?? 0];
      this.addTask(task, site, parent);
    }
    this.nowUs = Math.max(this.nowUs, facts.run.nowMs * 1000);
    this.addChanges(decodeChanges(facts.changes), changed);
    this.handoffs.add(decodeHandoffs(facts.handoffs));
    return changed;
  }

  addTask(id: number, site: number, parent: number): void {
    const known = this.tasks.get(id);
    if (known !== undefined) {
      if (known.site === site) return;
      const old = this.tasksOfSite.get(known.site);
      old?.splice(old.indexOf(known), 1);
      known.site = site;
      pushTo(this.tasksOfSite, site, known);
      return;
    }
    const lane: TaskLane = { id, site, parent, changes: [] };
    this.tasks.set(id, lane);
    pushTo(this.tasksOfSite, site, lane);
    if (parent !== 0) pushTo(this.children, parent, lane);
  }

  addChanges({ count, task, state, primitive, timeUs }: Changes, changed = new Map<number, number>()): void {
    this.#room(this.count + count);
    for (let i = 0; i < count; i++) {
      const lane = this.tasks.get(task[i] ?? 0);
      if (lane === undefined) continue;
      const time = timeUs[i] ?? 0;
      if (state[i] === GONE) {
        this.#remove(lane);
        changed.set(lane.site, 0);
        continue;
      }
      const at = this.count++;
      this.#time[at] = time;
      this.#state[at] = state[i] ?? 0;
      this.#primitive[at] = primitive[i] ?? 0;
      lane.changes.push(at);
      if (time < this.fromUs) this.fromUs = time;
      if (time > this.nowUs) this.nowUs = time;
      const before = changed.get(lane.site);
      if (before === undefined || time < before) changed.set(lane.site, time);
    }
    if (this.count > CHANGES_KEPT) {
      this.#letGo();
      for (const site of this.tasksOfSite.keys()) changed.set(site, 0);
    }
  }

  timeOf(change: number): number {
    return this.#time[change] ?? 0;
  }

  stateOf(change: number): StateCode {
    return this.#state[change] ?? 0;
  }

  /** The last change of the task that is not after this time; -1 before its start. */
  changeAt({ changes }: TaskLane, timeUs: number): number {
    let [least, most] = [-1, changes.length - 1];
    while (least < most) {
      const middle = (least + most + 1) >> 1;
      if ((this.#time[changes[middle] ?? 0] ?? 0) <= timeUs) least = middle;
      else most = middle - 1;
    }
    return least;
  }

  spanAt(lane: TaskLane, at: number): Span | null {
    const change = lane.changes[at];
    if (change === undefined) return null;
    const next = lane.changes[at + 1];
    return {
      state: this.#state[change] ?? 0,
      primitive: this.#primitive[change] ?? 0,
      fromUs: this.#time[change] ?? 0,
      toUs: next === undefined ? this.nowUs : (this.#time[next] ?? 0),
      at,
      open: next === undefined,
    };
  }

  /** When the task was started, as far as that is here. */
  startOf({ changes }: TaskLane): number {
    return this.#time[changes[0] ?? 0] ?? 0;
  }

  isOver(lane: TaskLane): boolean {
    const last = lane.changes.at(-1);
    return last !== undefined && isOver(this.#state[last] ?? 0);
  }

  #remove(lane: TaskLane): void {
    this.tasks.delete(lane.id);
    const beside = this.tasksOfSite.get(lane.site);
    beside?.splice(beside.indexOf(lane), 1);
  }

  #room(count: number): void {
    if (count <= this.#time.length) return;
    const length = Math.max(count, this.#time.length * 2);
    this.#time = grown(new Float64Array(length), this.#time);
    this.#state = grown(new Uint8Array(length), this.#state);
    this.#primitive = grown(new Uint32Array(length), this.#primitive);
  }

  /** Keeps the newer half, and of each task what it did before. */
  #letGo(): void {
    const half = this.count >> 1;
    const kept = new Uint8Array(this.count);
    for (const [id, lane] of this.tasks) {
      const first = lane.changes.findIndex((change) => change >= half);
      const from = first < 0 ? lane.changes.length - 1 : Math.max(0, first - 1);
      lane.changes = lane.changes.slice(from);
      const [only] = lane.changes;
      if (lane.changes.length === 1 && only !== undefined && only < half && this.isOver(lane)) {
        this.#remove(lane);
        this.children.delete(id);
      } else for (const change of lane.changes) kept[change] = 1;
    }
    const moved = new Uint32Array(this.count);
    let count = 0;
    for (let old = 0; old < this.count; old++) {
      if (kept[old] === 0) continue;
      moved[old] = count;
      this.#time[count] = this.#time[old] ?? 0;
      this.#state[count] = this.#state[old] ?? 0;
      this.#primitive[count] = this.#primitive[old] ?? 0;
      count++;
    }
    this.fromUs = this.#time[moved[half] ?? 0] ?? this.fromUs;
    this.count = count;
    for (const lane of this.tasks.values()) lane.changes = lane.changes.map((old) => moved[old] ?? 0);
  }
}

function pushTo<V>(lists: Map<number, V[]>, key: number, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function grown<T extends Float64Array | Uint8Array | Uint32Array>(to: T, from: T): T {
  to.set(from);
  return to;
}
