/** What the variables of a primitive tell: its state, what is queued in it, and of a context until when it lasts. */
import type { Primitive } from "../../model/task.js";
import { isOfMainProcess, type Tasks } from "../../model/tasks.js";
import { describeDuration, kindInWords, primitiveName, primitiveTitle } from "../../model/words.js";
import { primitivesOf, waitersAt } from "../rows/primitive-index.js";
import { siteVariable, taskWords, type TaskVariable } from "./task-variable.js";

/**
 * @param nowMs since the program's start
 * @param live the engine can be asked for values
 */
export function primitiveVariables(
  model: Tasks,
  primitive: Primitive,
  nowMs: number,
  live: boolean,
): TaskVariable[] {
  const holders = primitive.holders.map((holder) => taskWords(model, holder));
  return [
    { name: "kind", value: kindInWords(primitive) },
    { name: "name", value: primitive.name },
    ...stateVariables(model, primitive, nowMs, live),
    ...(holders.length === 0 ? [] : [{ name: "held by", value: holders.join(", ") }]),
    ...siteVariable("created at", primitive.created ?? undefined),
  ];
}

export function primitiveVariable(
  name: string,
  primitive: Primitive,
  value = primitiveName(primitive),
): TaskVariable {
  return { name, value, holder: `primitive ${primitive.id}` };
}

function stateVariables(model: Tasks, primitive: Primitive, nowMs: number, live: boolean): TaskVariable[] {
  switch (primitive.kind) {
    case "channel":
    case "timer-channel":
      return [
        { name: "length", value: `${primitive.length}` },
        { name: "capacity", value: `${primitive.capacity}` },
        { name: "closed", value: `${primitive.closed}` },
        ...(live ? valuesVariable(model, primitive) : []),
      ];
    case "context":
      return contextVariables(model, primitive, nowMs);
    default:
      return [];
  }
}

/** The values are not recorded: the engine is asked for them when they are opened. */
function valuesVariable(model: Tasks, { id, kind, length }: Primitive): TaskVariable[] {
  const home = model.homeOf(id);
  const unit = model.units.find((one) => one.id === home?.unit);
  if (home === undefined || unit === undefined || !isOfMainProcess(model, unit)) return [];
  const sending = waitersAt(primitivesOf(model), id).filter(({ wait }) => wait?.op === "send").length;
  if (kind !== "channel" || length + sending === 0) return [];
  const value = sending === 0 ? `${length}` : `${length}, and ${sending} in line to be sent`;
  return [{ name: "values", value, holder: `queued ${home.unit} ${home.id}` }];
}

function contextVariables(model: Tasks, context: Primitive, nowMs: number): TaskVariable[] {
  const { maker, parent } = context;
  const above = parent === null ? undefined : model.primitive(parent);
  return [
    { name: "deadline", value: deadlineWords(model, context, nowMs) },
    { name: "ended", value: `${context.closed}` },
    ...(above === undefined ? [] : [primitiveVariable("parent", above)]),
    ...(maker === null ? [] : [{ name: "made by", value: taskWords(model, maker) }]),
  ];
}

/** "12:00:03, in 4 s" */
function deadlineWords(model: Tasks, { deadlineMs }: Primitive, nowMs: number): string {
  if (deadlineMs === null) return "none";
  const leftMs = deadlineMs - (model.program?.startedAtMs ?? 0) - nowMs;
  const time = new Date(deadlineMs).toLocaleTimeString("en-GB");
  const distance = describeDuration(Math.abs(leftMs));
  return leftMs < 0 ? `${time}, ${distance} ago` : `${time}, in ${distance}`;
}

/** "request until 12:00:03, in 4 s" */
export function contextWords(model: Tasks, context: Primitive, nowMs: number): string {
  const name = primitiveTitle(context);
  if (context.closed) return `${name}, ended`;
  return context.deadlineMs === null ? name : `${name} until ${deadlineWords(model, context, nowMs)}`;
}
