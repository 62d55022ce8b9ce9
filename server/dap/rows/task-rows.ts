/** The rows of the Tasks view: a tree by parent, alike leaves folded. A task of a dump opens into its frames. */
import type { Task, TaskId } from "../../model/task.js";
import { unitInWords, type Unit } from "../../model/tasks.js";
import { describeState } from "../../model/words.js";
import type { Row, RowsArguments, RowsBody } from "../protocol.js";
import { exampleOf, foldAlike, placeOf, type Entry, type Fold } from "./alike.js";
import { briefState } from "./brief.js";
import { ageSince, type Moment } from "./moment.js";
import { placeOfId, placeRow, placesOf, variableRow } from "./place-rows.js";
import { childrenOf, tasksOf, unitRowId, type Above, type TaskIndex, type UnitRowId } from "./task-index.js";

/** A row with more children than this is better opened by hand. */
const OPEN_UP_TO = 50;

const FOLD_ID = /^f(u?\d*)\/([^]*)$/;

export function taskRows(moment: Moment, { parent, offset, limit }: RowsArguments): RowsBody {
  const index = tasksOf(moment.model);
  const below = parent === null || !moment.model.ofMoment ? null : rowsBelow(moment, parent);
  if (below !== null) return { rows: below.slice(offset, offset + limit), total: below.length };
  const entries = entriesUnder(moment, index, parent);
  const units = parent === null ? index.units : [];
  const beyond = Math.max(0, offset - entries.length);
  const rows = entries.slice(offset, offset + limit).map((entry) => rowOf(moment, index, parent, entry));
  const unitRows = units.slice(beyond, beyond + limit - rows.length);
  return {
    rows: [...rows, ...unitRows.map((unit) => unitRow(moment, index, unit))],
    total: entries.length + units.length,
  };
}

/** A worker or child process, which opens into its tasks. */
function unitRow(moment: Moment, index: TaskIndex, unit: Unit): Row {
  const id = unitRowId(unit);
  const count = childrenOf(index, id).length;
  const stuck = moment.findings.some((finding) => finding.unit === unit.id);
  return {
    id,
    label: unitInWords(unit),
    state: "",
    brief: "",
    age: null,
    icon: unit.kind === "worker" ? "worker" : "process",
    stuck,
    place: null,
    children: count <= OPEN_UP_TO ? "open" : "closed",
  };
}

/** Who looks at a dump has all of a task at once: its frames, and their variables. Null for other rows. */
function rowsBelow({ model }: Moment, parent: string): Row[] | null {
  const place = placeOfId(parent);
  const task = model.task(taskIdOf(place === null ? parent : place.under) ?? 0);
  if (task === undefined) return null;
  const places = placesOf(task);
  if (place === null) return places.map((stop, index) => placeRow(parent, stop, index));
  return places[place.index]?.locals.map((local) => variableRow(parent, local)) ?? [];
}

/** The task that a row of this view is about; of a fold one that stands for all. */
export function taskOfRow(moment: Moment, id: string): Task | undefined {
  const taskId = taskIdOf(id);
  if (taskId !== null) return moment.model.task(taskId);
  const fold = foldOf(moment, tasksOf(moment.model), id);
  return fold === undefined ? undefined : exampleOf(fold);
}

export function foldLabel(fold: Fold): string {
  return `${fold.tasks[0].name} ×${fold.tasks.length.toLocaleString("en-US")}`;
}

/** What a row says of one task, wherever it stands. */
export function taskFacts(moment: Moment, task: Task): Omit<Row, "id" | "children"> {
  return {
    label: task.name,
    state: describeState(moment.model, task),
    brief: briefState(moment.model, task),
    age: task.endedMs === null ? ageSince(moment, stateFromMs(task)) : null,
    icon: task.wait?.op ?? task.state,
    stuck: moment.stuck.has(task.id),
    place: placeOf(task),
  };
}

export function foldFacts(moment: Moment, fold: Fold): Omit<Row, "id" | "children"> {
  const fromMs = fold.tasks.reduce((oldest, task) => Math.min(oldest, stateFromMs(task)), Infinity);
  return {
    ...taskFacts(moment, withoutNumbers(exampleOf(fold))),
    label: foldLabel(fold),
    age: ageSince(moment, fromMs, fold.tasks.length),
    stuck: fold.tasks.some((task) => moment.stuck.has(task.id)),
  };
}

function entriesUnder(moment: Moment, index: TaskIndex, parent: string | null): readonly Entry[] {
  if (parent === null) return foldedChildren(moment, index, null);
  const above = aboveOf(parent);
  if (above !== null) return foldedChildren(moment, index, above);
  return foldOf(moment, index, parent)?.tasks.map((task) => ({ kind: "task", task })) ?? [];
}

// Siblings are a new array with each index, so what was folded once holds as long as they do.
const folded = new WeakMap<readonly Task[], Entry[]>();

/** Only tasks without children of their own fold: a row that hides a subtree would hide what it waits for. */
function foldedChildren(moment: Moment, index: TaskIndex, parent: Above): Entry[] {
  const siblings = childrenOf(index, parent);
  let entries = folded.get(siblings);
  if (entries === undefined) {
    entries = foldAlike(moment.model, siblings, (task) => childrenOf(index, task.id).length === 0);
    folded.set(siblings, entries);
  }
  return entries;
}

function foldOf(moment: Moment, index: TaskIndex, id: string): Fold | undefined {
  const [, parent, key] = FOLD_ID.exec(id) ?? [];
  if (parent === undefined) return undefined;
  const siblings = foldedChildren(moment, index, aboveOf(parent) ?? aboveOf(`t${parent}`));
  return siblings.find((entry): entry is Fold => entry.kind === "fold" && entry.key === key);
}

function rowOf(moment: Moment, index: TaskIndex, parent: string | null, entry: Entry): Row {
  if (entry.kind === "fold") {
    const under = parent === null ? "" : (aboveOf(parent) ?? "");
    return { id: `f${under}/${entry.key}`, children: "closed", ...foldFacts(moment, entry) };
  }
  const count = childrenOf(index, entry.task.id).length;
  if (moment.model.ofMoment) {
    const children = placesOf(entry.task).length === 0 ? "none" : "closed";
    return { id: `t${entry.task.id}`, children, ...taskFacts(moment, entry.task) };
  }
  return {
    id: `t${entry.task.id}`,
    children: count === 0 ? "none" : parent === null || count <= OPEN_UP_TO ? "open" : "closed",
    ...taskFacts(moment, entry.task),
  };
}

/** What the rows under a row of this id stand under; null for a fold. */
function aboveOf(id: string): TaskId | UnitRowId | null {
  return /^u\d+$/.test(id) ? (id as UnitRowId) : taskIdOf(id);
}

function taskIdOf(id: string): TaskId | null {
  const digits = /^t(\d+)$/.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}

function stateFromMs(task: Task): number {
  return task.wait?.fromMs ?? task.startedMs;
}

/** The tasks of a fold may wait for timers of different length. */
function withoutNumbers(task: Task): Task {
  return task.wait === null ? task : { ...task, wait: { ...task.wait, delayMs: 0 } };
}
