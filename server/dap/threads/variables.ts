/** What a task's variables tell: those at the await, where a dump has read them, its wait, and itself. */
import type { Local } from "../../model/dump-records.js";
import type { CallId } from "../../../tracer/wire/index.js";
import type { Tasks, UnitId } from "../../model/tasks.js";
import type { Task, TaskId, Wait } from "../../model/task.js";
import { describeDuration, describeState, kindInWords } from "../../model/words.js";
import { framesOf, type Frame } from "./frames.js";
import { contextListVariables, heldVariables, holdingVariables } from "./holdings.js";
import { primitiveVariable, primitiveVariables } from "./primitive-variables.js";
import { siteVariable, taskWords, type Holder, type TaskVariable } from "./task-variable.js";

const TASKS_LISTED = 100;

interface Scope {
  readonly name: string;
  readonly holder: Holder;
  /** To be opened only when somebody asks. */
  readonly expensive: boolean;
}

/**
 * @param frame the number of the frame in its task's stack
 * @param live the engine can be asked for variables
 */
export function scopesOf(model: Tasks, task: TaskId, frame: number, live: boolean): Scope[] {
  const found = model.task(task);
  if (found === undefined) return [];
  const scopes: Scope[] = [];
  const call = callAt(model, task, frame);
  if (localsOf(model, task, frame).length > 0)
    scopes.push({ name: "Locals", holder: `locals ${task} ${frame}`, expensive: false });
  else if (live && call !== undefined)
    scopes.push({ name: "Locals", holder: `engine ${call.unit} ${call.id}`, expensive: true });
  if (found.wait !== null) scopes.push({ name: "Wait", holder: `wait ${task}`, expensive: false });
  return [...scopes, { name: "Task", holder: `task ${task}`, expensive: false }];
}

/** The variables that a dump has read there. */
export function localsOf(model: Tasks, id: TaskId, frame: number): readonly Local[] {
  const found = frameAt(model, id, frame);
  return found?.kind === "site" ? (found.locals ?? []) : [];
}

/** The call that stands there, whose variables the engine can be asked for, and the unit that gave it its id. */
export function callAt(
  model: Tasks,
  task: TaskId,
  frame: number,
): { readonly unit: UnitId; readonly id: CallId } | undefined {
  const found = frameAt(model, task, frame);
  const unit = model.unitOf(task)?.id;
  if (unit === undefined || found?.kind !== "site" || found.call === undefined) return undefined;
  return { unit, id: found.call };
}

function frameAt(model: Tasks, id: TaskId, frame: number): Frame | undefined {
  const task = model.task(id);
  return task === undefined ? undefined : framesOf(model, task)[frame];
}

/**
 * @param nowMs since the program's start
 * @param live the engine can be asked for values
 */
export function variablesOf(model: Tasks, holder: string, nowMs: number, live: boolean): TaskVariable[] {
  const [kind, digits, frame] = holder.split(" ");
  const id = Number(digits);
  if (kind === "locals") return [...localsOf(model, id, Number(frame))];
  if (kind === "primitive") {
    const primitive = model.primitive(id);
    return primitive === undefined ? [] : primitiveVariables(model, primitive, nowMs, live);
  }
  const task = model.task(id);
  if (task === undefined) return [];
  switch (kind) {
    case "wait":
      return waitVariables(model, task, nowMs);
    case "tasks":
      return awaitedTasks(model, task);
    case "holds":
      return heldVariables(model, task);
    case "contexts":
      return contextListVariables(model, task, nowMs);
    default:
      return selfVariables(model, task, nowMs);
  }
}

function waitVariables(model: Tasks, { id, wait }: Task, nowMs: number): TaskVariable[] {
  if (wait === null) return [];
  const variables: TaskVariable[] = [
    { name: "op", value: wait.op },
    ...(model.ofMoment ? wakerVariables(wait) : [sinceVariable(nowMs - wait.fromMs)]),
  ];
  for (const primitiveId of wait.primitives) {
    const primitive = model.primitive(primitiveId);
    if (primitive === undefined) continue;
    variables.push(primitiveVariable(kindInWords(primitive), primitive));
  }
  if (wait.delayMs > 0) variables.push({ name: "delay", value: `${wait.delayMs} ms` });
  if (wait.members > 0) variables.push({ name: "members", value: `${wait.members}` });
  if (wait.task !== null) variables.push({ name: "task", value: taskWords(model, wait.task) });
  else if (wait.tasks.length > 0) {
    variables.push({ name: "tasks", value: `${wait.tasks.length}`, holder: `tasks ${id}` });
  }
  return variables;
}

function sinceVariable(ms: number): TaskVariable {
  return { name: "since", value: describeDuration(Math.max(0, ms)) };
}

/** A dump cannot tell since when, but who could end it. */
function wakerVariables({ wakers, stuck }: Wait): TaskVariable[] {
  const woken = wakers?.join("; ") ?? "";
  if (stuck) return [{ name: "woken by", value: "nobody" }];
  return woken === "" ? [] : [{ name: "woken by", value: woken }];
}

function awaitedTasks(model: Tasks, { wait }: Task): TaskVariable[] {
  const tasks = wait?.tasks.slice(0, TASKS_LISTED) ?? [];
  return tasks.map((id, index) => {
    const task = model.task(id);
    const state = task === undefined ? "" : `, ${describeState(model, task)}`;
    return { name: `${index}`, value: `${taskWords(model, id)}${state}` };
  });
}

function selfVariables(model: Tasks, task: Task, nowMs: number): TaskVariable[] {
  return [
    { name: "id", value: `${task.id}` },
    { name: "name", value: task.name },
    { name: "state", value: describeState(model, task) },
    { name: "parent", value: task.parent === null ? "none" : taskWords(model, task.parent) },
    ...holdingVariables(model, task, nowMs),
    ...siteVariable("started at", task.created[0]),
  ];
}
