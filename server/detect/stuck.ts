/**
 * Which tasks can never go on, and why.
 *
 * For each waiting task the model knows who could wake it, or does not. A mutex is unlocked by its holder, an
 * awaited task ends by itself, `Promise.all` needs every member. Who sends on a channel or resolves a bare promise is
 * not known while the program runs; only two things prove that nobody will: the event loop ran empty, or the awaited
 * promise was collected.
 *
 * So: assume that every waiting task is stuck, and free those that somebody outside could still wake, until nothing
 * changes. What remains is the largest set of tasks that can be woken only by each other. The set falls into groups
 * that have nothing to do with each other; each is one finding.
 */
import type { Model } from "../model/model.js";
import type { PrimitiveId, Task, TaskId, Wait } from "../model/task.js";

export interface StuckGroup {
  /** In the order of their start. */
  readonly tasks: readonly Task[];
  /** Tasks that wait for each other's locks in a ring, in the order of the ring; empty when there is none. */
  readonly ring: readonly Task[];
  readonly mainFlow: boolean;
  /** Nothing but this group's own state was needed for the proof, or the event loop ran empty. */
  readonly drained: boolean;
}

export function stuckGroups(model: Model): StuckGroup[] {
  const drained = model.exit?.drained === true;
  const waiting = [...model.liveTasks()].filter((task) => task.wait !== null && !task.wait.unreferenced);
  const writers = waitingWriters(waiting);
  const stuck = new Map(waiting.map((task) => [task.id, task]));
  if (!drained) free(model, stuck, writers);
  return groupsOf(model, stuck, writers, drained);
}

/** Removes, until nothing changes, every task that somebody outside of the set could wake. */
function free(model: Model, stuck: Map<TaskId, Task>, writers: Writers): void {
  let changed = true;
  while (changed) {
    changed = false;
    for (const task of stuck.values()) {
      if (isProved(task) || !canBeWoken(model, task, stuck, writers)) continue;
      stuck.delete(task.id);
      changed = true;
    }
  }
}

/** What it waits for was collected, or a dump has seen that nobody holds what could wake it. */
function isProved(task: Task): boolean {
  return task.collected || task.wait?.stuck === true;
}

function canBeWoken(model: Model, task: Task, stuck: ReadonlyMap<TaskId, Task>, writers: Writers): boolean {
  const { wait } = task;
  if (wait === null) return true;
  const isStuck = (id: TaskId): boolean => stuck.has(id);
  switch (wait.op) {
    case "lock":
    case "rlock": {
      const blockers = lockBlockers(model, wait, writers, task.id);
      return blockers.length === 0 || !blockers.some((id) => isStuck(id) || hasEnded(model, id));
    }
    case "acquire": {
      const holders = holdersOf(model, wait.primitive);
      return holders.length === 0 || !holders.every(isStuck);
    }
    case "task":
      return wait.task === null || !isStuck(wait.task);
    case "all":
      return !wait.tasks.some(isStuck);
    case "race":
      return wait.tasks.length < wait.members || !wait.tasks.every(isStuck);
    case "promise":
    case "send":
    case "receive":
    case "select":
    case "waitgroup":
    case "cond":
    case "sleep":
    case "timer":
    case "io":
    case "message":
    case "child":
    case "event":
      // Somebody may: only the drained loop or a collection proves that nobody will.
      return true;
  }
}

type Writers = ReadonlyMap<PrimitiveId, readonly TaskId[]>;

/** Who waits to lock each primitive for writing: new readers queue behind them, as in Go. */
function waitingWriters(waiting: readonly Task[]): Writers {
  const writers = new Map<PrimitiveId, TaskId[]>();
  for (const { id, wait } of waiting) {
    if (wait?.op !== "lock" || wait.primitive === null) continue;
    const queue = writers.get(wait.primitive);
    if (queue === undefined) writers.set(wait.primitive, [id]);
    else queue.push(id);
  }
  return writers;
}

/** The tasks that must give the lock back (or take it and give it back) before this one can have it. */
function lockBlockers(model: Model, wait: Wait, writers: Writers, self: TaskId): readonly TaskId[] {
  const holders = holdersOf(model, wait.primitive);
  if (wait.op === "lock" || wait.primitive === null) return holders;
  const ahead = (writers.get(wait.primitive) ?? []).filter((id) => id !== self);
  return ahead.length > 0 ? ahead : holders;
}

function holdersOf(model: Model, primitive: PrimitiveId | null): readonly TaskId[] {
  return primitive === null ? [] : (model.primitive(primitive)?.holders ?? []);
}

function hasEnded(model: Model, id: TaskId): boolean {
  const task = model.task(id);
  return task !== undefined && task.endedMs !== null;
}

/** Tasks belong together when one waits for the other, or when they wait at the same primitive. */
function groupsOf(
  model: Model,
  stuck: ReadonlyMap<TaskId, Task>,
  writers: Writers,
  drained: boolean,
): StuckGroup[] {
  const groups = new Groups<TaskId | string>();
  for (const task of stuck.values()) {
    groups.add(task.id);
    for (const primitive of task.wait?.primitives ?? []) groups.join(task.id, `primitive ${primitive}`);
    for (const other of wakersOf(model, task, writers)) if (stuck.has(other)) groups.join(task.id, other);
  }
  return groups
    .sets()
    .map((ids) => ids.flatMap((id) => (typeof id === "number" ? (stuck.get(id) ?? []) : [])))
    .map((tasks) => ({
      tasks,
      ring: ringOf(model, tasks, writers),
      mainFlow: tasks.some((task) => task.mainFlow),
      drained,
    }));
}

function wakersOf(model: Model, task: Task, writers: Writers): readonly TaskId[] {
  const { wait } = task;
  if (wait === null) return [];
  if (wait.op === "lock" || wait.op === "rlock") return lockBlockers(model, wait, writers, task.id);
  return wait.op === "acquire" ? holdersOf(model, wait.primitive) : wait.tasks;
}

/** Follows each task from lock to holder until a task comes up again. */
function ringOf(model: Model, tasks: readonly Task[], writers: Writers): readonly Task[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const next = (task: Task): Task | undefined => {
    const isLock = task.wait?.op === "lock" || task.wait?.op === "rlock" || task.wait?.op === "acquire";
    return isLock
      ? wakersOf(model, task, writers)
          .map((id) => byId.get(id))
          .find(Boolean)
      : undefined;
  };
  const seen = new Set<Task>();
  for (const start of tasks) {
    const path: Task[] = [];
    for (let task: Task | undefined = start; task !== undefined; task = next(task)) {
      const at = path.indexOf(task);
      if (at >= 0) return path.slice(at);
      if (seen.has(task)) break;
      seen.add(task);
      path.push(task);
    }
  }
  return [];
}

/** Disjoint sets: joins what belongs together. */
class Groups<T> {
  readonly #parents = new Map<T, T>();

  add(item: T): void {
    if (!this.#parents.has(item)) this.#parents.set(item, item);
  }

  join(a: T, b: T): void {
    this.add(a);
    this.add(b);
    this.#parents.set(this.#root(a), this.#root(b));
  }

  sets(): T[][] {
    const sets = new Map<T, T[]>();
    for (const item of this.#parents.keys()) {
      const root = this.#root(item);
      const set = sets.get(root);
      if (set === undefined) sets.set(root, [item]);
      else set.push(item);
    }
    return [...sets.values()];
  }

  #root(item: T): T {
    let root = item;
    for (let up = this.#parents.get(root); up !== undefined && up !== root; up = this.#parents.get(root))
      root = up;
    // Shorten the path for the next one who asks.
    for (let at = item; at !== root;) {
      const up = this.#parents.get(at);
      this.#parents.set(at, root);
      if (up === undefined) break;
      at = up;
    }
    return root;
  }
}
