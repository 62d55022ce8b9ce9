/** What a task has while it waits: the locks and permits that it holds, and the contexts that it is under. */
import type { Primitive, PrimitiveId, Task } from "../../model/task.js";
import type { Tasks } from "../../model/tasks.js";
import { primitiveTitle } from "../../model/words.js";
import { isStartedUnder } from "../rows/ignored-cancel.js";
import { contextWords, primitiveVariable } from "./primitive-variables.js";
import type { Holder, TaskVariable } from "./task-variable.js";

/** "holds", "context": absent where there is none; of several a list. */
export function holdingVariables(model: Tasks, task: Task, nowMs: number): TaskVariable[] {
  return [
    ...listed("holds", heldBy(model, task), primitiveTitle, `holds ${task.id}`),
    ...listed("context", contextsOf(model, task), wordsOf(model, nowMs), `contexts ${task.id}`),
  ];
}

export function heldVariables(model: Tasks, task: Task): TaskVariable[] {
  return heldBy(model, task).map((one, index) => primitiveVariable(`${index}`, one));
}

export function contextListVariables(model: Tasks, task: Task, nowMs: number): TaskVariable[] {
  const words = wordsOf(model, nowMs);
  return contextsOf(model, task).map((one, index) => primitiveVariable(`${index}`, one, words(one)));
}

function wordsOf(model: Tasks, nowMs: number): (context: Primitive) => string {
  return (context) => contextWords(model, context, nowMs);
}

function listed(
  name: string,
  primitives: readonly Primitive[],
  words: (primitive: Primitive) => string,
  list: Holder,
): TaskVariable[] {
  const [first, ...others] = primitives;
  if (first === undefined) return [];
  if (others.length === 0) return [primitiveVariable(name, first, words(first))];
  return [{ name, value: primitives.map(words).join(", "), holder: list }];
}

function heldBy(model: Tasks, task: Task): Primitive[] {
  return [...model.primitives()].filter(({ holders }) => holders.includes(task.id));
}

/**
 * The innermost contexts that a task waits at, has made, or was started under. What it was given besides cannot be seen.
 */
function contextsOf(model: Tasks, task: Task): Primitive[] {
  const contexts = [...model.primitives()].filter((one) => isOver(model, task, one));
  const above = new Set<PrimitiveId>();
  for (const context of contexts) for (const id of contextsAbove(model, context)) above.add(id);
  return contexts.filter(({ id }) => !above.has(id));
}

function isOver(model: Tasks, task: Task, context: Primitive): boolean {
  if (context.kind !== "context" || context.gone) return false;
  if (task.wait?.primitives.includes(context.id) === true) return true;
  if (context.maker === task.id) return !context.closed;
  return context.maker !== null && isStartedUnder(model, task, context, context.maker);
}

function* contextsAbove(model: Tasks, { parent }: Primitive): Generator<PrimitiveId> {
  for (let id = parent; id !== null; id = model.primitive(id)?.parent ?? null) yield id;
}
