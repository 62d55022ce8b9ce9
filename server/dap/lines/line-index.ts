/** What is kept of a model to tell what stands at each line of a file. */
import type { Model } from "../../model/model.js";
import type { TaskId } from "../../model/task.js";
import type { Tasks, Watcher } from "../../model/tasks.js";
import { TaskCounts } from "./task-counts.js";
import { WaitingLines } from "./waiting-lines.js";

export class LineIndex implements Watcher {
  readonly waiting: WaitingLines;
  /** Null where nobody counted from the beginning. */
  readonly counts: TaskCounts | null;

  constructor(model: Tasks, counts: TaskCounts | null = new TaskCounts()) {
    this.waiting = new WaitingLines(model);
    this.counts = counts;
  }

  taskChanged(model: Model, id: TaskId): void {
    this.waiting.taskChanged(model, id);
    this.counts?.taskChanged(model, id);
  }

  unitTerminated(model: Model): void {
    this.waiting.unitTerminated();
    this.counts?.unitTerminated(model);
  }
}

const ofPast = new WeakMap<Tasks, LineIndex>();

/** Of a run as it stood at an earlier time: only what waited then is known. */
export function lineIndexOfPast(model: Tasks): LineIndex {
  let index = ofPast.get(model);
  if (index === undefined) ofPast.set(model, (index = new LineIndex(model, null)));
  return index;
}
