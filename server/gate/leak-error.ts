import type { Task } from "../model/task.js";
import type { Model } from "../model/model.js";
import { describeSite, describeState } from "../model/words.js";

const TASKS_SHOWN = 10;

/** A test left tasks behind. */
export class LeakError extends Error {
  override readonly name = "LeakError";
  readonly code = "ERR_SLUICE_TEST_LEAK";
  /** The name of the test, as the runner knows it. */
  readonly test: string;

  constructor(test: string, model: Model, tasks: readonly Task[]) {
    super(messageOf(test, model, tasks));
    this.test = test;
    // It was thrown by the gate; where the tasks stand is in the message.
    this.stack = `${this.name}: ${this.message}`;
  }
}

function messageOf(test: string, model: Model, tasks: readonly Task[]): string {
  const head = `${test} left ${tasks.length === 1 ? "a task" : `${tasks.length} tasks`} behind:`;
  const told = tasks.slice(0, TASKS_SHOWN).map((task) => `  ${inWords(model, task)}`);
  const rest = tasks.length - told.length;
  return [head, ...told, ...(rest > 0 ? [`  and ${rest} more`] : [])].join("\n");
}

/** "worker waiting to receive from jobs at /app/pool.ts:12:5, started at /app/pool.ts:30:3" */
function inWords(model: Model, task: Task): string {
  const at = task.stack[0] === undefined ? "" : ` at ${describeSite(task.stack[0])}`;
  const from = task.created[0] === undefined ? "" : `, started at ${describeSite(task.created[0])}`;
  return `${task.name} ${describeState(model, task)}${at}${from}`;
}
