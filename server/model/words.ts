/** How tasks and waits are told in words. Every face uses these, so that they all say the same. */
import type { Primitive, PrimitiveKindName, Site, Task, Wait } from "./task.js";
import type { Tasks } from "./tasks.js";

/** "waiting to receive from jobs (0/10)", "waiting for task load", "running". */
export function describeState(model: Tasks, task: Task): string {
  return `${describeAlike(model, task)}${task.wait === null ? "" : doneInWords(model, task.wait)}`;
}

/** The same without what a task that is alike may have otherwise: how many of those that it waits for are done. */
export function describeAlike(model: Tasks, task: Task): string {
  if (task.wait === null) return task.state;
  return `waiting ${describeWait(model, task.wait)}`;
}

/** " (7 done)" of the tasks that are waited for together. */
function doneInWords(model: Tasks, wait: Wait): string {
  if (!wait.ofTasks) return "";
  const live = wait.tasks.filter((id) => model.task(id)?.endedMs === null).length;
  return live < wait.members ? ` (${(wait.members - live).toLocaleString("en-US")} done)` : "";
}

/** The wait without the word "waiting": "to receive from jobs (0/10)", "for task load". */
export function describeWait(model: Tasks, wait: Wait): string {
  const at = wait.primitive === null ? "" : primitiveName(model.primitive(wait.primitive));
  switch (wait.op) {
    case "send":
      return `to send on ${at}`;
    case "receive":
      return `to receive from ${at}`;
    case "select":
      return wait.primitives.length === 0
        ? "in a select without cases"
        : `in a select on ${names(model, wait)}`;
    case "lock":
      return `to lock ${at}`;
    case "rlock":
      return `to lock ${at} for reading`;
    case "waitgroup":
      return `for ${groupInWords(model, wait)}`;
    case "cond":
      return `for a signal of ${at}`;
    case "acquire":
      return `to acquire ${at}${queueInWords(model, wait)}`;
    case "sleep":
    case "timer":
      return wait.delayMs > 0 ? `for a timer of ${wait.delayMs.toLocaleString("en-US")} ms` : "for a timer";
    case "task":
      return `for task ${taskName(model, wait.task)}`;
    case "all":
      return `for all of ${wait.members.toLocaleString("en-US")} ${plural(wait)}`;
    case "race":
      return `for the first of ${wait.members.toLocaleString("en-US")} ${plural(wait)}`;
    case "io":
      return at === "" ? "for I/O" : `for ${at}`;
    case "message":
      return at === "" ? "for a message" : `for a message from ${at}`;
    case "child":
      return at === "" ? "for a child process" : `for ${at}`;
    case "event":
      return at === "" ? "for an event" : `for ${at}`;
    case "promise":
      if (wait.stuck) return "for a promise that nobody can settle";
      return wait.wakers === null ? "for a promise that nothing known will settle" : "for a promise";
  }
}

/** "to be woken by an entry of Map `pending` in pool.ts"; empty where no dump knows. */
export function describeWakers(wait: Wait | null): string {
  if (wait?.wakers == null) return "";
  if (wait.stuck) return "nobody can wake it";
  return wait.wakers.length === 0 ? "" : `to be woken by ${wait.wakers.join("; ")}`;
}

/** Kinds that run what is queued in them. */
const WORKS_OFF: ReadonlySet<PrimitiveKindName> = new Set(["limiter", "queue", "pool"]);

/** What is counted: a wait group's tasks, or the work in a limiter or queue. */
function groupInWords(model: Tasks, { primitive }: Wait): string {
  const group = primitive === null ? undefined : model.primitive(primitive);
  const name = primitiveName(group);
  return group !== undefined && WORKS_OFF.has(group.kind) ? `${name} to be idle` : `wait group ${name}`;
}

function queueInWords(model: Tasks, { primitive }: Wait): string {
  const waiting = primitive === null ? 0 : (model.primitive(primitive)?.waiting ?? 0);
  return waiting > 1 ? `, ${waiting.toLocaleString("en-US")} queue` : "";
}

/** Kinds of which so many may be held at a time, by those who were queued for it. */
const HELD_IN_NUMBERS: ReadonlySet<PrimitiveKindName> = new Set(["semaphore", "limiter", "queue", "pool"]);

/** "jobs", "the mutex made at app.ts:12". */
export function primitiveTitle(primitive: Primitive): string {
  return primitive.name === "" ? namelessPrimitive(primitive) : primitive.name;
}

/** "jobs (2/10)" for a buffered channel, else the name: "jobs", "the mutex made at app.ts:12". */
export function primitiveName(primitive: Primitive | undefined): string {
  if (primitive === undefined) return "an unknown primitive";
  const name = primitiveTitle(primitive);
  const buffered = primitive.kind === "channel" && primitive.capacity > 0;
  if (buffered) return `${name} (${primitive.length}/${primitive.capacity})`;
  if (!HELD_IN_NUMBERS.has(primitive.kind)) return name;
  const limit = Number.isFinite(primitive.capacity) ? `/${primitive.capacity}` : "";
  return `${name} (${primitive.length}${limit} held)`;
}

function namelessPrimitive(primitive: Primitive): string {
  const { created } = primitive;
  if (created === null) return `an unnamed ${kindInWords(primitive)}`;
  return `the ${kindInWords(primitive)} made at ${lineInWords(created)}`;
}

/** "app.ts:12" */
export function lineInWords({ file, line }: Site): string {
  return `${fileName(file)}:${line}`;
}

/** Of a path of any platform. */
export function fileName(path: string): string {
  return /[^\\/]*$/.exec(path)?.[0] ?? path;
}

export function kindInWords(primitive: Primitive): string {
  if (primitive.kind === "waitgroup") return "wait group";
  return primitive.kind === "process" || primitive.kind === "command"
    ? "child process"
    : primitive.kind.replace("-", " ");
}

/** "350 ms", "12 s", "3 min", "2 h". */
export function describeDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

// A site is one object for all tasks that are there, and its text is what they are grouped by: it is made once.
const siteTexts = new WeakMap<Site, string>();

/** "/app/main.ts:12:3" */
export function describeSite(site: Site): string {
  let text = siteTexts.get(site);
  if (text === undefined) siteTexts.set(site, (text = `${site.file}:${site.line}:${site.column}`));
  return text;
}

function names(model: Tasks, wait: Wait): string {
  return wait.primitives.map((id) => primitiveName(model.primitive(id))).join(", ");
}

function taskName(model: Tasks, id: number | null): string {
  return id === null ? "" : (model.task(id)?.name ?? `${id}`);
}

function plural(wait: Wait): string {
  return wait.ofTasks || wait.tasks.length === wait.members ? "tasks" : "promises";
}
