/**
 * Who could wake a waiting task.
 *
 * A mutex is unlocked by its holder, an awaited task ends by itself, `Promise.all` needs every member, a group the end
 * of each task that it started. Who sends on a channel or resolves a bare promise is not known while the program runs:
 * only the drained event loop, or the collection of the awaited promise, proves that nobody will.
 *
 * Nor is it known who gives back a permit: a loop that takes permits and has timers or tasks release them is as common
 * as one that releases its own. A lock is its holder's, unless somebody else has been seen to unlock it.
 */
import type { Model } from "../model/model.js";
import type { PrimitiveId, PrimitiveKindName, Task, TaskId, Wait } from "../model/task.js";

const GIVEN_BACK_BY_ENDING: ReadonlySet<PrimitiveKindName> = new Set(["limiter", "queue"]);

/** Somebody else may give back the lock of a task that is over, a timer for instance; not for ever. */
const HANDED_OVER_MS = 1000;

export class Wakers {
  readonly #model: Model;
  readonly #nowMs: number;
  /** Who waits to lock each primitive for writing: new readers queue behind them, as in Go. */
  readonly #writers = new Map<PrimitiveId, TaskId[]>();
  readonly #children = new Map<TaskId, TaskId[]>();

  /** @param waiting All tasks that wait. */
  constructor(model: Model, waiting: readonly Task[], nowMs: number) {
    this.#model = model;
    this.#nowMs = nowMs;
    for (const { id, wait } of waiting) {
      if (wait?.op === "lock" && wait.primitive !== null) addTo(this.#writers, wait.primitive, id);
    }
    for (const { id, parent } of model.liveTasks()) if (parent !== null) addTo(this.#children, parent, id);
  }

  /** Tasks that are known to be waited for. */
  of(task: Task): readonly TaskId[] {
    const { wait } = task;
    if (wait === null) return [];
    if (wait.op === "lock" || wait.op === "rlock") return this.#lockBlockers(wait, task.id);
    if (wait.op === "acquire") return [...this.#holdersOf(wait.primitive), ...this.#owing(wait.primitive)];
    return wait.op === "waitgroup" ? this.#owing(wait.primitive) : wait.tasks;
  }

  /** Of a task that waits for a lock or a permit: who holds it, or is to hold it before. */
  holdersFor(task: Task): readonly TaskId[] {
    const { wait } = task;
    if (wait?.op === "lock" || wait?.op === "rlock") return this.#lockBlockers(wait, task.id);
    if (wait?.op !== "acquire") return [];
    // A permit may have been taken for another task, which then gives it back.
    return this.#holdersOf(wait.primitive).filter((id) => !this.#children.has(id));
  }

  /** Whether somebody outside of the stuck tasks may wake this one; what is `likely` and not proved counts on demand. */
  couldWake(task: Task, isStuck: (id: TaskId) => boolean, likely: boolean): boolean {
    const { wait } = task;
    if (wait === null) return true;
    switch (wait.op) {
      case "lock":
      case "rlock":
        return !this.#lockBlockers(wait, task.id).some(
          (id) => isStuck(id) || (likely && this.#tookItAlong(id, isStuck)),
        );
      case "acquire": {
        // A place in a group that lets only so many of its tasks run; for a semaphore nobody is known.
        const running = this.#owing(wait.primitive);
        return running.length === 0 || !running.every(isStuck);
      }
      case "waitgroup":
        // It counts the end of each: one that never ends is enough.
        return !this.#owing(wait.primitive).some(isStuck);
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
      case "cond":
      case "sleep":
      case "timer":
      case "io":
      case "message":
      case "child":
      case "event":
        return true;
    }
  }

  /** The tasks that must give the lock back (or take it and give it back) before this one can have it. */
  #lockBlockers(wait: Wait, self: TaskId): readonly TaskId[] {
    const holders = this.#holdersOf(wait.primitive);
    if (wait.op === "lock" || wait.primitive === null) return holders;
    const ahead = (this.#writers.get(wait.primitive) ?? []).filter((id) => id !== self);
    return ahead.length > 0 ? ahead : holders;
  }

  /** It ended without giving the lock back, and no task that it left behind could do so. */
  #tookItAlong(id: TaskId, isStuck: (id: TaskId) => boolean): boolean {
    const task = this.#model.task(id);
    if (task === undefined || task.endedMs === null || this.#nowMs - task.endedMs < HANDED_OVER_MS)
      return false;
    return (this.#children.get(id) ?? []).every(isStuck);
  }

  #holdersOf(primitive: PrimitiveId | null): readonly TaskId[] {
    return primitive === null ? [] : (this.#model.primitive(primitive)?.holders ?? []);
  }

  /** A place of a limiter is given back by the end of the task that has it, and by nothing else. */
  #owing(id: PrimitiveId | null): readonly TaskId[] {
    const primitive = id === null ? undefined : this.#model.primitive(id);
    if (primitive === undefined) return [];
    return GIVEN_BACK_BY_ENDING.has(primitive.kind) ? primitive.holders : primitive.owing;
  }
}

function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
