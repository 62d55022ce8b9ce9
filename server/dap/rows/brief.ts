/** A task's state in the fewest words that still tell it: rows and threads stand in a narrow column. */
import type { Tasks } from "../../model/tasks.js";
import type { Task, Wait, WaitOp } from "../../model/task.js";
import { primitiveName } from "../../model/words.js";

/** Where a dump knows who could end the wait, that says more. */
const TOLD_BY_WAKER: ReadonlySet<WaitOp> = new Set(["promise", "io", "message", "child", "event"]);

/** "receive jobs (0/10)", "task load", "timer 700 ms", "running". */
export function briefState(model: Tasks, task: Task): string {
  return task.wait === null ? task.state : briefWait(model, task.wait);
}

function briefWait(model: Tasks, wait: Wait): string {
  if (wait.stuck) return "nobody can wake it";
  const [waker] = wait.wakers ?? [];
  if (waker !== undefined && TOLD_BY_WAKER.has(wait.op)) return waker.replaceAll("`", "");
  const names = wait.primitives.map((id) => primitiveName(model.primitive(id))).join(", ");
  switch (wait.op) {
    case "send":
    case "receive":
    case "select":
    case "lock":
    case "acquire":
      return `${wait.op} ${names}`.trim();
    case "rlock":
      return `read-lock ${names}`;
    case "waitgroup":
      return `group ${names}`;
    case "cond":
      return `signal of ${names}`;
    case "sleep":
    case "timer":
      return wait.delayMs > 0 ? `timer ${wait.delayMs.toLocaleString("en-US")} ms` : "timer";
    case "task":
      return `task ${model.task(wait.task ?? 0)?.name ?? ""}`.trim();
    case "all":
      return `all of ${wait.members.toLocaleString("en-US")}`;
    case "race":
      return `first of ${wait.members.toLocaleString("en-US")}`;
    case "io":
      return "I/O";
    case "message":
      return names === "" ? "message" : `message from ${names}`;
    case "child":
      return names === "" ? "child" : names;
    case "event":
      return "event";
    case "promise":
      return "a promise";
  }
}
