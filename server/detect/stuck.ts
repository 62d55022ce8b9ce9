/**
 * Which tasks can never go on, and why.
 *
 * For each waiting task `wakers.ts` knows who could wake it, or does not. So: assume that every waiting task is stuck,
 * and free those that somebody outside could still wake, until nothing changes. What remains is the largest set of
 * tasks that can be woken only by each other. The set falls into groups that have nothing to do with each other; each
 * is one finding.
 *
 * It is done twice while the program goes on: once with what is proved alone, and once more with what is most likely
 * (a lock whose holder has ended is never given back). A group with a task that only the second finds is not certain.
 */
import type { Model } from "../model/model.js";
import type { Task, TaskId, WaitOp } from "../model/task.js";
import { Wakers } from "./wakers.js";

export interface StuckGroup {
  /** In the order of their start. */
  readonly tasks: readonly Task[];
  /** Tasks that wait for each other's locks in a ring, in the order of the ring; empty when there is none. */
  readonly ring: readonly Task[];
  readonly mainFlow: boolean;
  /** It is proved that each of them can never go on. */
  readonly certain: boolean;
}

export function stuckGroups(model: Model, nowMs: number): StuckGroup[] {
  const waiting = [...model.liveTasks()].filter((task) => task.wait !== null && !task.wait.unreferenced);
  const wakers = new Wakers(model, waiting, nowMs);
  if (model.exit?.drained === true) return groupsOf(model, byId(waiting), wakers, () => true);
  const likely = stuckOf(suspects(model, waiting, wakers), wakers, true);
  const proved = likely.size === 0 ? likely : stuckOf([...likely.values()], wakers, false);
  return groupsOf(model, likely, wakers, (id) => proved.has(id));
}

function byId(tasks: readonly Task[]): Map<TaskId, Task> {
  return new Map(tasks.map((task) => [task.id, task]));
}

/** Those that would be stuck if all that wait were: few, where 100,000 wait for timers and messages. */
function suspects(model: Model, waiting: readonly Task[], wakers: Wakers): readonly Task[] {
  const waits = (id: TaskId): boolean => {
    const wait = model.task(id)?.wait;
    return wait != null && !wait.unreferenced;
  };
  return waiting.filter((task) => isProved(task) || !wakers.couldWake(task, waits, true));
}

/** The largest set of these tasks that nobody outside of it could wake. */
function stuckOf(tasks: readonly Task[], wakers: Wakers, likely: boolean): Map<TaskId, Task> {
  const stuck = byId(tasks);
  const isStuck = (id: TaskId): boolean => stuck.has(id);
  let changed = true;
  while (changed) {
    changed = false;
    for (const task of stuck.values()) {
      if (isProved(task) || !wakers.couldWake(task, isStuck, likely)) continue;
      stuck.delete(task.id);
      changed = true;
    }
  }
  return stuck;
}

/** What it waits for was collected, or a dump has seen that nobody holds what could wake it. */
function isProved(task: Task): boolean {
  return task.collected || task.wait?.stuck === true;
}

/** Ops of waits for what another task does. */
const WAITS_FOR_WORD: ReadonlySet<WaitOp> = new Set(["send", "receive", "select", "waitgroup", "cond"]);

/**
 * Tasks belong together when one waits for the other, when they wait at the same primitive, or when one has to do
 * with what the other waits at: it made or used it, or was started by who now waits (for its word, most likely).
 */
function groupsOf(
  model: Model,
  stuck: ReadonlyMap<TaskId, Task>,
  wakers: Wakers,
  isCertain: (id: TaskId) => boolean,
): StuckGroup[] {
  const groups = new Groups<TaskId | string>();
  for (const task of stuck.values()) {
    groups.add(task.id);
    for (const primitive of task.wait?.primitives ?? []) groups.join(task.id, `primitive ${primitive}`);
    const others = [...wakers.of(task), ...usersOf(model, task)];
    for (const other of others) if (stuck.has(other)) groups.join(task.id, other);
    const parent = task.parent === null ? undefined : stuck.get(task.parent);
    if (parent?.wait != null && WAITS_FOR_WORD.has(parent.wait.op)) groups.join(task.id, parent.id);
  }
  return groups
    .sets()
    .map((ids) => ids.flatMap((id) => (typeof id === "number" ? (stuck.get(id) ?? []) : [])))
    .map((tasks) => ({
      tasks,
      ring: ringOf(tasks, wakers),
      mainFlow: tasks.some((task) => task.mainFlow),
      certain: tasks.every(({ id }) => isCertain(id)),
    }));
}

function usersOf(model: Model, { wait }: Task): readonly TaskId[] {
  if (wait === null || !WAITS_FOR_WORD.has(wait.op)) return [];
  return wait.primitives.flatMap((id) => model.primitive(id)?.users ?? []);
}

/**
 * Follows each task from lock to holder until a task comes up again. Permits have no one holder to follow: those who
 * hold some and wait for more wait for each other.
 */
function ringOf(tasks: readonly Task[], wakers: Wakers): readonly Task[] {
  const group = byId(tasks);
  const permitted = tasks.filter(
    (task) => task.wait?.op === "acquire" && wakers.holdersFor(task).includes(task.id),
  );
  if (permitted.length > 1) return permitted;
  const next = (task: Task): Task | undefined =>
    wakers
      .holdersFor(task)
      .map((id) => group.get(id))
      .find(Boolean);
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
