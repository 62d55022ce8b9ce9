/**
 * Which tasks wait at which line. It is asked only for what somebody looks at, and seldom: so each change is but noted,
 * and a task is looked at when it has changed since the last question. When nobody has asked for long, all are.
 */
import type { Model } from "../../model/model.js";
import type { Task, TaskId } from "../../model/task.js";
import type { Tasks, Watcher } from "../../model/tasks.js";
import { waitKey } from "../rows/alike.js";
import { PACKAGE_FILE } from "../../model/package-tasks.js";

/** So many changes are noted; to look at more of them is no less than to look at all tasks. */
const NOTED_AT_MOST = 100_000;

/** Tasks that wait at one line for the same, as far as words tell. */
export class WaitGroup {
  readonly key: string;
  /** Since when each waits, in milliseconds since the program's start. */
  readonly tasks = new Map<TaskId, number>();
  #oldestMs: number | null = null;

  constructor(key: string) {
    this.key = key;
  }

  get oldestMs(): number {
    this.#oldestMs ??= [...this.tasks.values()].reduce((oldest, ms) => Math.min(oldest, ms), Infinity);
    return this.#oldestMs;
  }

  add(id: TaskId, fromMs: number): void {
    this.tasks.set(id, fromMs);
    if (this.#oldestMs !== null) this.#oldestMs = Math.min(this.#oldestMs, fromMs);
  }

  remove(id: TaskId): void {
    if (this.tasks.get(id) === this.#oldestMs) this.#oldestMs = null;
    this.tasks.delete(id);
  }
}

export interface WaitingLine {
  readonly line: number;
  readonly groups: Map<string, WaitGroup>;
}

type Lines = Map<number, WaitingLine>;

interface Spot {
  readonly file: string;
  readonly line: WaitingLine;
  readonly group: WaitGroup;
}

export class WaitingLines implements Watcher {
  readonly #model: Tasks;
  readonly #files = new Map<string, Lines>();
  readonly #spots = new Map<TaskId, readonly Spot[]>();
  /** Tasks that are to be looked at; null for all. */
  #changed: Set<TaskId> | null = null;

  constructor(model: Tasks) {
    this.#model = model;
  }

  taskChanged(_model: Model, id: TaskId): void {
    if (this.#changed === null) return;
    this.#changed.add(id);
    if (this.#changed.size > NOTED_AT_MOST) this.#forget();
  }

  unitTerminated(): void {
    this.#forget();
  }

  /** The lines of a file at which tasks wait, the first ones first. */
  in(file: string): WaitingLine[] {
    this.#catchUp();
    return [...(this.#files.get(file)?.values() ?? [])].sort((a, b) => a.line - b.line);
  }

  /** What a task is counted in: nothing if it does not wait, or nobody knows where. */
  groupsOf(id: TaskId): WaitGroup[] {
    this.#catchUp();
    return (this.#spots.get(id) ?? []).map(({ group }) => group);
  }

  #forget(): void {
    this.#changed = null;
    this.#files.clear();
    this.#spots.clear();
  }

  #catchUp(): void {
    if (this.#changed === null) {
      for (const task of this.#model.liveTasks()) this.#add(task);
    } else {
      for (const id of this.#changed) {
        this.#remove(id);
        const task = this.#model.task(id);
        if (task !== undefined) this.#add(task);
      }
    }
    this.#changed = new Set();
  }

  #add(task: Task): void {
    const { wait } = task;
    if (wait === null) return;
    const key = waitKey(this.#model, wait);
    const spots = placesOf(task).map(({ file, line: number }): Spot => {
      const lines = ensure(this.#files, file, (): Lines => new Map());
      const line = ensure(lines, number, () => ({ line: number, groups: new Map<string, WaitGroup>() }));
      const group = ensure(line.groups, key, () => new WaitGroup(key));
      group.add(task.id, wait.fromMs);
      return { file, line, group };
    });
    if (spots.length > 0) this.#spots.set(task.id, spots);
  }

  #remove(id: TaskId): void {
    for (const { file, line, group } of this.#spots.get(id) ?? []) {
      group.remove(id);
      if (group.tasks.size === 0) line.groups.delete(group.key);
      if (line.groups.size === 0) this.#files.get(file)?.delete(line.line);
    }
    this.#spots.delete(id);
  }
}

/** The await that it is at; where that is a package's, the user's own await that led there as well. */
function placesOf({ stack }: Task): Task["stack"] {
  const [innermost] = stack;
  if (innermost === undefined || !PACKAGE_FILE.test(innermost.file)) return stack.slice(0, 1);
  const own = stack.find(({ file }) => !PACKAGE_FILE.test(file));
  return own === undefined ? [innermost] : [innermost, own];
}

function ensure<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
