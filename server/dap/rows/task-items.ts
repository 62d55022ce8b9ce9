/** What stands under each row of the Tasks view: a tree by parent, or groups, alike leaves folded. */
import type { Task, TaskId } from "../../model/task.js";
import type { Unit } from "../../model/tasks.js";
import type { TaskLook } from "../protocol.js";
import { exampleOf, foldAlike, type Entry, type Fold } from "./alike.js";
import { foldPlacesOf } from "./fold-places.js";
import type { Moment } from "./moment.js";
import { packageTasks } from "./package-tasks.js";
import { groupsOf, type Group } from "./task-groups.js";
import { aboveNamed, aboveOf, FOLD_ID, groupId, PACKAGES_ID, PINNED_ID, taskIdOf } from "./task-ids.js";
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
