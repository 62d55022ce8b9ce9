/** The tasks as somebody wants to look at them: some of them, or all. */
import type { Tasks } from "../../model/tasks.js";
import type { Task } from "../../model/task.js";
import { describeState, lineInWords } from "../../model/words.js";
import type { TaskLook } from "../protocol.js";
import { packageTasks } from "./package-tasks.js";
import { indexTasks, tasksOf, type TaskIndex } from "./task-index.js";

export const ALL_TASKS: TaskLook = { groupBy: "parent", filter: "", packages: "show", pinned: [] };

interface Looked {
  readonly all: TaskIndex;
  readonly key: string;
  readonly index: TaskIndex;
}

const last = new WeakMap<Tasks, Looked>();

/** One pass over the tasks for each revision and look. */
export function lookAt(model: Tasks, { filter, packages }: TaskLook): TaskIndex {
  const all = tasksOf(model);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && packages !== "hide") return all;
  const key = `${packages === "hide" ? "hide" : ""} ${words.join(" ")}`;
  const known = last.get(model);
  if (known?.all === all && known.key === key) return known.index;
  const hidden = packages === "hide" ? packageTasks(all) : new Set();
  const wanted = all.live.filter(
    (task) => !hidden.has(task.id) && words.every((word) => haystack(model, task).includes(word)),
  );
  const index = indexTasks(model, wanted);
  last.set(model, { all, key, index });
  return index;
}

// What a task waits for may be filled meanwhile, but is called the same.
const haystacks = new WeakMap<Task, string>();

function haystack(model: Tasks, task: Task): string {
  let text = haystacks.get(task);
  if (text === undefined) {
    const files = [...task.stack, ...task.created.slice(0, 1)].map(lineInWords);
    text = [task.name, `#${task.id}`, describeState(model, task), ...files].join(" ").toLowerCase();
    haystacks.set(task, text);
  }
  return text;
}
