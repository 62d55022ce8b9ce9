/**
 * The rows of the Tasks view: a tree by parent, or groups, alike leaves folded. Where a row cannot open into the tasks
 * that its task started (in a dump, in a group, among the pinned ones) it opens into its frames.
 */
import type { Task, TaskId } from "../../model/task.js";
import { unitInWords, type Unit } from "../../model/tasks.js";
import { describeState } from "../../model/words.js";
import type { Row, RowsArguments, RowsBody, TaskLook } from "../protocol.js";
import { exampleOf, foldAlike, placeOf, type Entry, type Fold } from "./alike.js";
import { briefState } from "./brief.js";
import { foldPlacesOf } from "./fold-places.js";
import { ageSince, type Moment } from "./moment.js";
import { packageTasks } from "./package-tasks.js";
import { here, placeOfId, placeRow, placesOf, variableRow } from "./place-rows.js";
import { groupsOf, type Group } from "./task-groups.js";
import { childrenOf, unitRowId, type Above, type TaskIndex, type UnitRowId } from "./task-index.js";
import { ALL_TASKS, lookAt } from "./task-look.js";

/** A row with more children than this is better opened by hand. */
const OPEN_UP_TO = 50;

const FOLD_ID = /^f([^/]*)\/([^]*)$/;
const PACKAGES_ID = /^k(u?\d*)$/;
const PINNED_ID = "pinned";

type Item =
  | Entry
  | { readonly kind: "unit"; readonly unit: Unit }
  | { readonly kind: "group"; readonly group: Group }
  | { readonly kind: "packages"; readonly tasks: readonly Task[] }
  | { readonly kind: "pinned"; readonly tasks: readonly Task[] };

/** What the rows of one request have in common. */
interface View {
  readonly moment: Moment;
  readonly index: TaskIndex;
  readonly look: TaskLook;
}

export function taskRows(moment: Moment, request: RowsArguments): RowsBody {
  const { parent, offset, limit, look = ALL_TASKS } = request;
  const view: View = { moment, look, index: lookAt(moment.model, look) };
  const below = parent === null || !opensIntoFrames(view, parent) ? null : rowsBelow(moment, parent);
  if (below !== null) return { rows: below.slice(offset, offset + limit), total: below.length };
  const items = itemsUnder(view, parent);
  const rows = items.slice(offset, offset + limit).map((item) => rowOf(view, parent, item));
  const body = { rows, total: items.length };
  return parent === null && look.filter !== "" ? { ...body, matching: view.index.live.length } : body;
}

/** Of each row from the outermost to that of a task, or of the fold that it is in, the id and the place among its siblings. */
export function pathTo(moment: Moment, look: TaskLook, task: Task): { id: string; index: number }[] {
  const view: View = { moment, look, index: lookAt(moment.model, look) };
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

/** The task that a row of this view is about; of a fold one that stands for all. */
export function taskOfRow(moment: Moment, id: string, look: TaskLook = ALL_TASKS): Task | undefined {
  const taskId = taskIdOf(id);
  if (taskId !== null) return moment.model.task(taskId);
  const fold = foldOf({ moment, look, index: lookAt(moment.model, look) }, id);
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
    start: task.created[0] ?? null,
    task: task.id,
  };
}

export function foldFacts(moment: Moment, fold: Fold): Omit<Row, "id" | "children"> {
  return {
    ...taskFacts(moment, withoutNumbers(exampleOf(fold))),
    label: foldLabel(fold),
    age: oldestAge(moment, fold.tasks),
    stuck: fold.tasks.some((task) => moment.stuck.has(task.id)),
    task: null,
  };
}

function oldestAge(moment: Moment, tasks: readonly Task[]): Row["age"] {
  const fromMs = tasks.reduce((oldest, task) => Math.min(oldest, stateFromMs(task)), Infinity);
  return ageSince(moment, fromMs, tasks.length);
}

function itemsUnder(view: View, parent: string | null): readonly Item[] {
  const { index, look, moment } = view;
  if (parent === null) return outermost(view);
  if (parent === PINNED_ID) return pinnedTasks(view).map((task) => ({ kind: "task", task }));
  const packages = PACKAGES_ID.exec(parent)?.[1];
  if (packages !== undefined) return foldedPackages(view, packages);
  const above = aboveOf(parent);
  if (above !== null && look.groupBy === "parent") return foldedChildren(view, above);
  const group = groupAt(view, parent);
  if (group !== undefined) {
    return foldAlike(moment.model, group.tasks, undefined, foldPlacesOf(moment.model, parent));
  }
  return foldOf({ moment, index, look }, parent)?.tasks.map((task) => ({ kind: "task", task })) ?? [];
}

function outermost(view: View): readonly Item[] {
  const { index, look, moment } = view;
  const pinned = pinnedTasks(view);
  const first: Item[] = pinned.length === 0 ? [] : [{ kind: "pinned", tasks: pinned }];
  if (look.groupBy !== "parent") {
    const groups = groupsOf(moment, index, look.groupBy);
    return [...first, ...groups.map((group): Item => ({ kind: "group", group }))];
  }
  const units = index.units.map((unit): Item => ({ kind: "unit", unit }));
  const entries = foldedChildren(view, null);
  return first.length === 0 && units.length === 0 ? entries : [...first, ...entries, ...units];
}

function pinnedTasks({ look, moment }: View): Task[] {
  return look.pinned.flatMap((id) => moment.model.task(id) ?? []);
}

interface FoldedChildren {
  readonly folding: boolean;
  readonly items: readonly Item[];
}

// Siblings are a new array with each index, so what was folded once holds as long as they do.
const folded = new WeakMap<readonly Task[], FoldedChildren>();

/** Only tasks without children of their own fold: a row that hides a subtree would hide what it waits for. */
function foldedChildren({ moment: { model }, index, look }: View, parent: Above): readonly Item[] {
  const siblings = childrenOf(index, parent);
  const folding = look.packages === "fold";
  const known = folded.get(siblings);
  if (known?.folding === folding) return known.items;
  const packages = folding ? packageTasks(index) : new Set<TaskId>();
  const own = packages.size === 0 ? siblings : siblings.filter(({ id }) => !packages.has(id));
  const places = foldPlacesOf(model, `${parent ?? ""}`);
  const entries = foldAlike(model, own, (task) => childrenOf(index, task.id).length === 0, places);
  const others = own.length === siblings.length ? [] : siblings.filter(({ id }) => packages.has(id));
  const items: readonly Item[] =
    others.length === 0 ? entries : [...entries, { kind: "packages", tasks: others }];
  folded.set(siblings, { folding, items });
  return items;
}

function foldedPackages({ moment: { model }, index }: View, under: string): readonly Item[] {
  const packages = packageTasks(index);
  const tasks = childrenOf(index, aboveNamed(under)).filter(({ id }) => packages.has(id));
  const isLeaf = (task: Task): boolean => childrenOf(index, task.id).length === 0;
  return foldAlike(model, tasks, isLeaf, foldPlacesOf(model, `k${under}`));
}

function foldOf(view: View, id: string): Fold | undefined {
  const [, under, key] = FOLD_ID.exec(id) ?? [];
  if (under === undefined) return undefined;
  const siblings = /^u?\d*$/.test(under) ? foldedChildren(view, aboveNamed(under)) : itemsUnder(view, under);
  return siblings.find((item): item is Fold => item.kind === "fold" && item.key === key);
}

function groupAt({ index, look, moment }: View, id: string): Group | undefined {
  if (look.groupBy === "parent" || !id.startsWith("g")) return undefined;
  return groupsOf(moment, index, look.groupBy).find((group) => groupId(group) === id);
}

function groupId({ key }: Group): string {
  return `g${encodeURIComponent(key)}`;
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

/** As it is written in the ids of rows that stand under it. */
function nameOfAbove(parent: string | null): string {
  if (parent === null) return "";
  return `${aboveOf(parent) ?? parent}`;
}

function aboveNamed(name: string): Above {
  return name === "" ? null : (aboveOf(name) ?? aboveOf(`t${name}`));
}

/** What the rows under a row of this id stand under; null for a fold, a group and the like. */
function aboveOf(id: string): TaskId | UnitRowId | null {
  return /^u\d+$/.test(id) ? (id as UnitRowId) : taskIdOf(id);
}

function taskIdOf(id: string): TaskId | null {
  const digits = /^[tp](\d+)$/.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}

function stateFromMs(task: Task): number {
  return task.wait?.fromMs ?? task.startedMs;
}

/** The tasks of a fold may wait for timers of different length. */
export function withoutNumbers(task: Task): Task {
  return task.wait === null ? task : { ...task, wait: { ...task.wait, delayMs: 0 } };
}
