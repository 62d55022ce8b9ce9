/** What stands under each row of the Tasks view: a tree by parent, or groups, alike leaves folded. */
import type { Task } from "../../model/task.js";
import type { Unit } from "../../model/tasks.js";
import type { TaskLook } from "../protocol.js";
import { exampleOf, foldAlike, type Entry, type Fold } from "./alike.js";
import { foldPlacesOf } from "./fold-places.js";
import { Folded, foldedOnce } from "./folded.js";
import type { Moment } from "./moment.js";
import { packagesAmong } from "./package-tasks.js";
import { groupsOf, type Group } from "./task-groups.js";
import { aboveNamed, aboveOf, FOLD_ID, PACKAGES_ID, PINNED_ID, taskIdOf } from "./task-ids.js";
import { childrenOf, type Above, type TaskIndex } from "./task-index.js";
import { ALL_TASKS, lookAt } from "./task-look.js";

export type Item =
  | Entry
  | { readonly kind: "unit"; readonly unit: Unit }
  | { readonly kind: "group"; readonly group: Group }
  | { readonly kind: "packages"; readonly tasks: readonly Task[] }
  | { readonly kind: "pinned"; readonly tasks: readonly Task[] };

/** What the rows of one request have in common. */
export interface View {
  readonly moment: Moment;
  readonly index: TaskIndex;
  readonly look: TaskLook;
}

export function viewOf(moment: Moment, look: TaskLook): View {
  return { moment, look, index: lookAt(moment.model, look) };
}

/** The task that a row of this view is about; of a fold one that stands for all. */
export function taskOfRow(moment: Moment, id: string, look: TaskLook = ALL_TASKS): Task | undefined {
  const taskId = taskIdOf(id);
  if (taskId !== null) return moment.model.task(taskId);
  const fold = foldOf(viewOf(moment, look), id);
  return fold === undefined ? undefined : exampleOf(fold);
}

export function itemsUnder(view: View, parent: string | null): readonly Item[] {
  const { index, look, moment } = view;
  if (parent === null) return outermost(view);
  if (parent === PINNED_ID) return pinnedTasks(view).map((task) => ({ kind: "task", task }));
  const packages = PACKAGES_ID.exec(parent)?.[1];
  if (packages !== undefined) return foldedPackages(view, packages).entries;
  const above = aboveOf(parent);
  if (above !== null && look.groupBy === "parent") return foldedChildren(view, above).items;
  const group = groupAt(view, parent);
  if (group !== undefined) return foldedGroup(moment, group, parent).entries;
  return foldOf({ moment, index, look }, parent)?.tasks.map((task) => ({ kind: "task", task })) ?? [];
}

function outermost(view: View): readonly Item[] {
  const { index, look, moment } = view;
  const pinned = pinnedTasks(view);
  const first: Item[] = pinned.length === 0 ? [] : [{ kind: "pinned", tasks: pinned }];
  if (look.groupBy !== "parent") {
    const groups = groupsOf(moment, index, look.groupBy).all;
    return [...first, ...groups.map((group): Item => ({ kind: "group", group }))];
  }
  const units = index.units.map((unit): Item => ({ kind: "unit", unit }));
  const { items } = foldedChildren(view, null);
  return first.length === 0 && units.length === 0 ? items : [...first, ...items, ...units];
}

function pinnedTasks({ look, moment }: View): Task[] {
  return look.pinned.flatMap((id) => moment.model.task(id) ?? []);
}

interface FoldedChildren {
  readonly folding: boolean;
  readonly items: readonly Item[];
  readonly folded: Folded;
}

// Siblings are a new array with each index, so what was folded once holds as long as they do.
const foldedBySiblings = new WeakMap<readonly Task[], FoldedChildren>();

/** Only tasks without children of their own fold: a row that hides a subtree would hide what it waits for. */
function foldedChildren({ moment: { model }, index, look }: View, parent: Above): FoldedChildren {
  const siblings = childrenOf(index, parent);
  const folding = look.packages === "fold";
  const known = foldedBySiblings.get(siblings);
  if (known?.folding === folding) return known;
  const others = folding ? packagesAmong(index, siblings) : [];
  const hidden = new Set(others);
  const own = hidden.size === 0 ? siblings : siblings.filter((task) => !hidden.has(task));
  const places = foldPlacesOf(model, `${parent ?? ""}`);
  const folded = new Folded(foldAlike(model, own, (task) => isLeaf(index, task), places));
  const items: readonly Item[] =
    others.length === 0 ? folded.entries : [...folded.entries, { kind: "packages", tasks: others }];
  const children = { folding, items, folded };
  foldedBySiblings.set(siblings, children);
  return children;
}

function foldedPackages({ moment: { model }, index }: View, under: string): Folded {
  const tasks = packagesAmong(index, childrenOf(index, aboveNamed(under)));
  const places = foldPlacesOf(model, `k${under}`);
  return foldedOnce(tasks, () => foldAlike(model, tasks, (task) => isLeaf(index, task), places));
}

function foldedGroup({ model }: Moment, { tasks }: Group, id: string): Folded {
  return foldedOnce(tasks, () => foldAlike(model, tasks, undefined, foldPlacesOf(model, id)));
}

function isLeaf(index: TaskIndex, { id }: Task): boolean {
  return childrenOf(index, id).length === 0;
}

function foldOf(view: View, id: string): Fold | undefined {
  const [, under, key] = FOLD_ID.exec(id) ?? [];
  if (under === undefined || key === undefined) return undefined;
  if (/^u?\d*$/.test(under)) return foldedChildren(view, aboveNamed(under)).folded.fold(key);
  const packages = PACKAGES_ID.exec(under)?.[1];
  if (packages !== undefined) return foldedPackages(view, packages).fold(key);
  const group = groupAt(view, under);
  return group === undefined ? undefined : foldedGroup(view.moment, group, under).fold(key);
}

function groupAt({ index, look, moment }: View, id: string): Group | undefined {
  return look.groupBy === "parent" ? undefined : groupsOf(moment, index, look.groupBy).byId.get(id);
}
