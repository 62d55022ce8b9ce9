/**
 * The rows of the Tasks view. Where a row cannot open into the tasks that its task started (in a dump, in a group, among
 * the pinned ones) it opens into its frames.
 */
import type { Task } from "../../model/task.js";
import { unitInWords, type Unit } from "../../model/tasks.js";
import type { Row, RowsArguments, RowsBody, TaskLook } from "../protocol.js";
import type { Moment } from "./moment.js";
import { here, placeOfId, placeRow, placesOf, variableRow } from "./place-rows.js";
import { foldFacts, oldestAge, taskFacts } from "./task-facts.js";
import type { Group } from "./task-groups.js";
import { groupId, nameOfAbove, PINNED_ID, taskIdOf } from "./task-ids.js";
import { childrenOf, unitRowId } from "./task-index.js";
import { itemsUnder, viewOf, type Item, type View } from "./task-items.js";
import { ALL_TASKS } from "./task-look.js";

/** A row with more children than this is better opened by hand. */
const OPEN_UP_TO = 50;

export function taskRows(moment: Moment, request: RowsArguments): RowsBody {
  const { parent, offset, limit, look = ALL_TASKS } = request;
  const view = viewOf(moment, look);
  const below = parent === null || !opensIntoFrames(view, parent) ? null : rowsBelow(moment, parent);
  if (below !== null) return { rows: below.slice(offset, offset + limit), total: below.length };
  const items = itemsUnder(view, parent);
  const rows = items.slice(offset, offset + limit).map((item) => rowOf(view, parent, item));
  const body = { rows, total: items.length };
  return parent === null && look.filter !== "" ? { ...body, matching: view.index.live.length } : body;
}

/** Of each row from the outermost to that of a task, or of the fold that it is in, the id and the place among its siblings. */
export function pathTo(moment: Moment, look: TaskLook, task: Task): { id: string; index: number }[] {
  const view = viewOf(moment, look);
  const path: { id: string; index: number }[] = [];
  const above = look.groupBy === "parent" && !moment.model.ofMoment ? lineOf(view, task) : [task];
  let parent: string | null = null;
  // Between two tasks of the line there may be a unit, a group or the packages.
  for (let depth = 0; path.length < 2 * above.length + 2;) {
    const items: readonly Item[] = itemsUnder(view, parent);
    const wanted: Task | undefined = above[depth];
    const index = items.findIndex((item) => wanted !== undefined && isFor(view, item, wanted));
    const item = items[index];
    if (item === undefined) return [];
    const { id } = rowOf(view, parent, item);
    path.push({ id, index });
    if (item.kind === "fold") return path;
    if (item.kind === "task") depth++;
    if (depth === above.length) return path;
    parent = id;
  }
  return [];
}

/** From the outermost task that has a row down to this one. */
function lineOf({ index, moment }: View, task: Task): Task[] {
  const shown = new Set(index.shown.map(({ id }) => id));
  const line = [task];
  for (let parent = task.parent; parent !== null && shown.has(parent);) {
    const above = moment.model.task(parent);
    if (above === undefined) break;
    line.unshift(above);
    parent = above.parent;
  }
  return line;
}

function isFor({ moment }: View, item: Item, task: Task): boolean {
  switch (item.kind) {
    case "task":
      return item.task.id === task.id;
    case "unit":
      return moment.model.unitOf(task.id)?.id === item.unit.id;
    case "group":
      return item.group.tasks.some(({ id }) => id === task.id);
    case "pinned":
      return false;
    case "fold":
    case "packages":
      return item.tasks.some(({ id }) => id === task.id);
  }
}

function rowOf(view: View, parent: string | null, item: Item): Row {
  switch (item.kind) {
    case "fold":
      return {
        id: `f${nameOfAbove(parent)}/${item.key}`,
        children: "closed",
        ...foldFacts(view.moment, item),
      };
    case "task":
      return taskRow(view, parent, item.task);
    case "unit":
      return unitRow(view, item.unit);
    case "group":
      return groupRow(view.moment, item.group);
    case "packages":
      return packagesRow(view.moment, `k${nameOfAbove(parent)}`, item.tasks);
    case "pinned":
      return { ...plainRow(PINNED_ID, "Pinned", count(item.tasks)), icon: "pinned", children: "open" };
  }
}

function taskRow(view: View, parent: string | null, task: Task): Row {
  const { moment, index } = view;
  const facts = taskFacts(moment, task);
  const id = parent === PINNED_ID ? `p${task.id}` : `t${task.id}`;
  if (opensIntoFrames(view, id)) {
    return { id, children: placesOf(task).length === 0 ? "none" : "closed", ...facts };
  }
  const children = childrenOf(index, task.id).length;
  const open = parent === null || children <= OPEN_UP_TO;
  return { id, children: children === 0 ? "none" : open ? "open" : "closed", ...facts };
}

/** A worker or child process, which opens into its tasks. */
function unitRow({ moment, index }: View, unit: Unit): Row {
  const id = unitRowId(unit);
  return {
    ...plainRow(id, unitInWords(unit), ""),
    icon: unit.kind === "worker" ? "worker" : "process",
    stuck: moment.findings.some((finding) => finding.unit === unit.id),
    children: childrenOf(index, id).length <= OPEN_UP_TO ? "open" : "closed",
  };
}

const NAMES_TOLD = 3;

/** "orders.ts:22 · 3 tasks: clerk" */
function groupRow(moment: Moment, group: Group): Row {
  const names = [...new Set(group.tasks.map(({ name }) => name))];
  const more = names.length > NAMES_TOLD ? ", ..." : "";
  const words = `${count(group.tasks)}: ${names.slice(0, NAMES_TOLD).join(", ")}${more}`;
  return {
    ...plainRow(groupId(group), group.label, words),
    age: oldestAge(moment, group.tasks),
    icon: group.icon,
    stuck: group.tasks.some(({ id }) => moment.stuck.has(id)),
    place: here(group.place?.site),
    children: "closed",
  };
}

/** "node_modules and Node · 12 tasks" */
function packagesRow(moment: Moment, id: string, tasks: readonly Task[]): Row {
  return {
    ...plainRow(id, "node_modules and Node", count(tasks)),
    icon: "package",
    stuck: tasks.some((task) => moment.stuck.has(task.id)),
    children: "closed",
  };
}

function plainRow(id: string, label: string, words: string): Omit<Row, "icon" | "children"> {
  return {
    id,
    label,
    state: words,
    brief: words,
    age: null,
    stuck: false,
    place: null,
    start: null,
    task: null,
  };
}

function count(tasks: readonly Task[]): string {
  return `${tasks.length.toLocaleString("en-US")} task${tasks.length === 1 ? "" : "s"}`;
}

function opensIntoFrames({ moment, look }: View, id: string): boolean {
  const place = placeOfId(id);
  return moment.model.ofMoment || look.groupBy !== "parent" || (place?.under ?? id).startsWith("p");
}

/** All of a task at once: its frames, and in a dump their variables. Null for other rows. */
function rowsBelow({ model }: Moment, parent: string): Row[] | null {
  const place = placeOfId(parent);
  const task = model.task(taskIdOf(place === null ? parent : place.under) ?? 0);
  if (task === undefined) return null;
  const places = placesOf(task);
  if (place === null) return places.map((stop, index) => placeRow(parent, stop, index));
  return places[place.index]?.locals.map((local) => variableRow(parent, local)) ?? [];
}
