/**
 * How many tasks were started by the `go` of each line, and how many ran the function that an await stands in: counted as
 * the records come, because ended tasks are not kept.
 *
 * Nothing here is guessed. A task of which it is not known where it was started, or what it runs, is counted as such; and
 * what was over before the tracer told of it is missing. Whoever shows the numbers can tell so.
 */
import type { Model } from "../../model/model.js";
import type { Site, TaskId } from "../../model/task.js";
import type { Tasks, Watcher } from "../../model/tasks.js";
import { ENTRY_MODULE } from "../rows/task-index.js";

/** Of the tasks of one place. */
export class TaskCount {
  readonly site: Site;
  started = 0;
  live = 0;

  constructor(site: Site) {
    this.site = site;
  }
}

interface Counted {
  readonly spawned: boolean;
  /** The evaluation of a module is no function's. */
  readonly isFunction: boolean;
  /** Where `go` started it. */
  start: TaskCount | null;
  /** An await in the function that it runs: the first one that was known. */
  body: TaskCount | null;
}

export class TaskCounts implements Watcher {
  readonly #starts = new Places();
  readonly #bodies = new Places();
  /** Those that are not over. */
  readonly #live = new Map<TaskId, Counted>();
  #told = 0;
  #withoutStart = 0;
  #withoutBody = 0;

  /** Of a model that no record will change any more. */
  static ofMoment(model: Tasks): TaskCounts {
    const counts = new TaskCounts();
    for (const unit of model.units) {
      for (const { id } of unit.model.liveTasks()) counts.taskChanged(unit.model, id);
    }
    return counts;
  }

  startsIn(file: string): readonly TaskCount[] {
    return this.#starts.in(file);
  }

  bodiesIn(file: string): readonly TaskCount[] {
    return this.#bodies.in(file);
  }

  /** What a task that is not over is counted in. */
  countsOf(id: TaskId): { readonly start: TaskCount | null; readonly body: TaskCount | null } | undefined {
    return this.#live.get(id);
  }

  /**
   * Whether each task is counted where it belongs; else the numbers are what is known at least.
   *
   * @param started Tasks that were ever started, as the tracer has counted them.
   */
  isComplete(started: number): { readonly starts: boolean; readonly bodies: boolean } {
    const all = started <= this.#told;
    return { starts: all && this.#withoutStart === 0, bodies: all && this.#withoutBody === 0 };
  }

  taskChanged(model: Model, id: TaskId): void {
    const activity = model.activityOf(id);
    const known = this.#live.get(id);
    if (activity === undefined) {
      if (known !== undefined) this.#retract(id, known);
    } else if (activity.state === "done" || activity.state === "failed") {
      if (known !== undefined) this.#end(id, known);
    } else if (known === undefined) this.#begin(model, id);
    else if (known.body === null) this.#learnBody(model, id, known);
  }

  unitTerminated(model: Model): void {
    for (const { id } of model.tasks()) {
      const known = this.#live.get(id);
      if (known !== undefined) this.#end(id, known);
    }
  }

  #begin(model: Model, id: TaskId): void {
    const origin = model.originOf(id);
    if (origin === undefined) return;
    const { created, name, spawned } = origin;
    const start = spawned && created !== null ? this.#starts.at(model.siteOf(created)) : null;
    const counted: Counted = { spawned, isFunction: name !== ENTRY_MODULE, start, body: null };
    this.#live.set(id, counted);
    this.#told++;
    if (counted.isFunction) this.#withoutBody++;
    if (start !== null) count(start, 1, 1);
    else if (spawned) this.#withoutStart++;
    this.#learnBody(model, id, counted);
  }

  #learnBody(model: Model, id: TaskId, counted: Counted): void {
    const wait = counted.isFunction ? model.ownWaitOf(id) : null;
    const site = wait === null ? null : model.siteOfWait(wait);
    if (site === null) return;
    counted.body = this.#bodies.at(site);
    count(counted.body, 1, 1);
    this.#withoutBody--;
  }

  #end(id: TaskId, { start, body }: Counted): void {
    if (start !== null) count(start, 0, -1);
    if (body !== null) count(body, 0, -1);
    this.#live.delete(id);
  }

  /** It turned out to be a frame of another task. */
  #retract(id: TaskId, { spawned, isFunction, start, body }: Counted): void {
    if (start !== null) count(start, -1, -1);
    else if (spawned) this.#withoutStart--;
    if (body !== null) count(body, -1, -1);
    else if (isFunction) this.#withoutBody--;
    this.#told--;
    this.#live.delete(id);
  }
}

function count(place: TaskCount, started: number, live: number): void {
  place.started += started;
  place.live += live;
}

/** Counts by file and place. */
class Places {
  readonly #files = new Map<string, Map<string, TaskCount>>();

  at(site: Site): TaskCount {
    const places = this.#files.get(site.file) ?? new Map<string, TaskCount>();
    this.#files.set(site.file, places);
    const key = `${site.line}:${site.column}`;
    let place = places.get(key);
    if (place === undefined) places.set(key, (place = new TaskCount(site)));
    return place;
  }

  in(file: string): TaskCount[] {
    return [...(this.#files.get(file)?.values() ?? [])].filter(({ started }) => started > 0);
  }
}
