/** What a row says of a task, or of a fold of tasks that are alike, wherever it stands. */
import type { Task } from "../../model/task.js";
import { describeAlike, describeState } from "../../model/words.js";
import type { Row } from "../protocol.js";
import { exampleOf, placeOf, type Fold } from "./alike.js";
import { briefState } from "./brief.js";
import { ageSince, type Moment } from "./moment.js";

export function foldLabel(fold: Fold): string {
  return `${fold.tasks[0].name} ×${fold.tasks.length.toLocaleString("en-US")}`;
}

export function taskFacts(moment: Moment, task: Task): Omit<Row, "id" | "children"> {
  return {
    label: task.name,
    state: describeState(moment.model, task),
    brief: briefState(moment.model, task),
    age: task.endedMs === null ? ageSince(moment, task.fromMs) : null,
    icon: task.wait?.op ?? task.state,
    stuck: moment.stuck.has(task.id),
    place: placeOf(task),
    start: task.created[0] ?? null,
    task: task.id,
  };
}

export function foldFacts(moment: Moment, fold: Fold): Omit<Row, "id" | "children"> {
  const example = withoutNumbers(exampleOf(fold));
  return {
    ...taskFacts(moment, example),
    state: describeAlike(moment.model, example),
    label: foldLabel(fold),
    age: oldestAge(moment, fold.tasks),
    stuck: fold.tasks.some((task) => moment.stuck.has(task.id)),
    task: null,
  };
}

/** How long the one that has done for longest what it does has done so. */
export function oldestAge(moment: Moment, tasks: readonly Task[]): Row["age"] {
  return ageSince(moment, oldestFromMs(tasks), tasks.length);
}

/** Since when the one that has done for longest what it does has done so, in milliseconds since the program's start. */
export function oldestFromMs(tasks: readonly Task[]): number {
  return tasks.reduce((oldest, { fromMs }) => Math.min(oldest, fromMs), Infinity);
}

/** The tasks of a fold may wait for timers of different length. */
export function withoutNumbers(task: Task): Task {
  return task.wait === null ? task : { ...task, wait: { ...task.wait, delayMs: 0 } };
}
