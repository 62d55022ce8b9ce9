/** What a task's variables tell: those at the await, where a dump has read them, its wait, and itself. */
import type { Local } from "../../model/dump-records.js";
import type { CallId } from "../../../tracer/wire/index.js";
import type { Tasks } from "../../model/tasks.js";
import type { Primitive, PrimitiveId, Site, Task, TaskId, Wait } from "../../model/task.js";
import {
  describeDuration,
  describeSite,
  describeState,
  kindInWords,
  primitiveName,
} from "../../model/words.js";
import { framesOf, type Frame } from "./frames.js";

/** Something that has variables, as a key. */
export type Holder =
  | `locals ${TaskId} ${number}`
  | `engine ${CallId}`
  | `wait ${TaskId}`
  | `task ${TaskId}`
  | `primitive ${PrimitiveId}`
  | `tasks ${TaskId}`;

export interface TaskVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** What it opens into. */
  readonly holder?: Holder;
}

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
    scopes.push({ name: "Locals", holder: `engine ${call}`, expensive: true });
  if (found.wait !== null) scopes.push({ name: "Wait", holder: `wait ${task}`, expensive: false });
  return [...scopes, { name: "Task", holder: `task ${task}`, expensive: false }];
}

/** The variables that a dump has read there. */
export function localsOf(model: Tasks, id: TaskId, frame: number): readonly Local[] {
  const found = frameAt(model, id, frame);
  return found?.kind === "site" ? (found.locals ?? []) : [];
}

/** The call that stands there, whose variables the engine can be asked for. */
export function callAt(model: Tasks, id: TaskId, frame: number): CallId | undefined {
  const found = frameAt(model, id, frame);
  return found?.kind === "site" ? found.call : undefined;
}

function frameAt(model: Tasks, id: TaskId, frame: number): Frame | undefined {
  const task = model.task(id);
  return task === undefined ? undefined : framesOf(model, task)[frame];
}

/** @param nowMs since the program's start */
export function variablesOf(model: Tasks, holder: string, nowMs: number): TaskVariable[] {
  const [kind, digits, frame] = holder.split(" ");
  const id = Number(digits);
  if (kind === "locals") return [...localsOf(model, id, Number(frame))];
  if (kind === "primitive") {
    const primitive = model.primitive(id);
    return primitive === undefined ? [] : primitiveVariables(model, primitive);
  }
  const task = model.task(id);
  if (task === undefined) return [];
  if (kind === "wait") return waitVariables(model, task, nowMs);
  if (kind === "tasks") return awaitedTasks(model, task);
  return selfVariables(model, task);
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
    const holder = `primitive ${primitiveId}` as const;
    variables.push({ name: kindInWords(primitive), value: primitiveName(primitive), holder });
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

function selfVariables(model: Tasks, task: Task): TaskVariable[] {
  return [
    { name: "id", value: `${task.id}` },
    { name: "name", value: task.name },
    { name: "state", value: describeState(model, task) },
    { name: "parent", value: task.parent === null ? "none" : taskWords(model, task.parent) },
    ...siteVariable("started at", task.created[0]),
  ];
}

function primitiveVariables(model: Tasks, primitive: Primitive): TaskVariable[] {
  const variables: TaskVariable[] = [
    { name: "kind", value: kindInWords(primitive) },
    { name: "name", value: primitive.name },
  ];
  if (primitive.kind === "channel" || primitive.kind === "timer-channel") {
    variables.push(
      { name: "length", value: `${primitive.length}` },
      { name: "capacity", value: `${primitive.capacity}` },
      { name: "closed", value: `${primitive.closed}` },
    );
  }
  if (primitive.holders.length > 0) {
    const holders = primitive.holders.map((holder) => taskWords(model, holder));
    variables.push({ name: "held by", value: holders.join(", ") });
  }
  return [...variables, ...siteVariable("created at", primitive.created ?? undefined)];
}

function siteVariable(name: string, site: Site | undefined): TaskVariable[] {
  return site === undefined ? [] : [{ name, value: describeSite(site) }];
}

/** "worker #12" */
function taskWords(model: Tasks, id: TaskId): string {
  return `${model.task(id)?.name ?? "a task that is over"} #${id}`;
}
