/** What stands under each row of the Primitives view: primitives, alike ones as one, and the tasks at them, alike ones folded. */
import type { Primitive, Task } from "../../model/task.js";
import type { Tasks } from "../../model/tasks.js";
import { describeSite } from "../../model/words.js";
import { exampleOf, foldAlike, type Entry, type Fold } from "./alike.js";
import { foldPlacesOf } from "./fold-places.js";
import { foldedOnce, type Folded } from "./folded.js";
import { tasksBelowMaker } from "./ignored-cancel.js";
import type { Moment } from "./moment.js";
import { placeOfId } from "./place-rows.js";
import { belowContext, primitivesOf, waitersAt, type PrimitiveIndex } from "./primitive-index.js";

/** Alike primitives are one row, such as the reply channels of a thousand requests. */
const FOLD_FROM = 5;

const ALIKE_ID = /^a(\w+)\/([^]*)$/;
const PRIMITIVE_ID = /^p(\d+)(?:\/([^]*))?$/;
const TASK_ID = /^p\d+\/[th](\d+)$/;

export interface Alike {
  readonly kind: "alike";
  readonly key: string;
  readonly primitives: readonly [Primitive, ...Primitive[]];
}

interface Holder {
  readonly kind: "holder";
  readonly task: Task;
}

interface OnePrimitive {
  readonly kind: "primitive";
  readonly primitive: Primitive;
}

export type Item = Alike | OnePrimitive | Holder | Entry;

/** The primitive, or the task at one, that a row is about; of a fold one that stands for all. */
export function subjectOfPrimitiveRow(
  moment: Moment,
  id: string,
): { readonly primitive?: Primitive; readonly task?: Task } {
  const task = taskAt(moment.model, id);
  if (task !== undefined) return { task };
  const { primitive, rest } = primitiveAt(moment.model, id);
  if (primitive === undefined || placeOfId(id) !== null) return {};
  if (rest === undefined) return { primitive };
  const fold = foldAt(moment, primitivesOf(moment.model), primitive, rest);
  return fold === undefined ? {} : { task: exampleOf(fold) };
}

export function itemsUnder(moment: Moment, index: PrimitiveIndex, parent: string): readonly Item[] {
  const category = index.categories.find(({ name }) => parent === `c${name}`);
  if (category !== undefined) return foldedPrimitives(index, category.primitives).items;
  const [, name, key] = ALIKE_ID.exec(parent) ?? [];
  if (name !== undefined && key !== undefined) {
    const { primitives = [] } = index.categories.find((one) => one.name === name) ?? {};
    const alike = foldedPrimitives(index, primitives).alike.get(key) ?? [];
    return alike.map((primitive) => ({ kind: "primitive", primitive }));
  }
  const { primitive, rest } = primitiveAt(moment.model, parent);
  if (primitive === undefined) return [];
  if (rest === undefined) return itemsAt(moment, index, primitive);
  const tasks = foldAt(moment, index, primitive, rest)?.tasks ?? [];
  return tasks.map((task) => ({ kind: "task", task }));
}

/** Of the row of a task, at a primitive or in a fold there. */
export function taskAt(model: Tasks, id: string): Task | undefined {
  const digits = TASK_ID.exec(id)?.[1];
  return digits === undefined ? undefined : model.task(Number(digits));
}

/** The primitive that a row is of or stands under, and what follows its id. */
function primitiveAt(model: Tasks, id: string): { readonly primitive?: Primitive; readonly rest?: string } {
  const [, digits, rest] = PRIMITIVE_ID.exec(id) ?? [];
  const primitive = digits === undefined ? undefined : model.primitive(Number(digits));
  if (primitive === undefined) return {};
  return rest === undefined ? { primitive } : { primitive, rest };
}

function itemsAt(moment: Moment, index: PrimitiveIndex, primitive: Primitive): Item[] {
  const { model } = moment;
  const contexts = foldedPrimitives(index, belowContext(index, primitive.id)).items;
  const holders = primitive.holders.flatMap((id): Holder[] => {
    const task = model.task(id);
    return task === undefined ? [] : [{ kind: "holder", task }];
  });
  return [...contexts, ...holders, ...foldedAt(moment, index, primitive).entries];
}

/** Those who wait come in the order in which they did. */
function foldedAt(moment: Moment, index: PrimitiveIndex, primitive: Primitive): Folded {
  const waiting = waitersAt(index, primitive.id);
  const tasks = waiting.length > 0 ? waiting : tasksBelowMaker(moment, primitive);
  return foldedOnce(tasks, () => {
    const places = foldPlacesOf(moment.model, `primitive ${primitive.id}`);
    return foldAlike(moment.model, tasks, undefined, places).sort((a, b) => fromMs(a) - fromMs(b));
  });
}

function foldAt(moment: Moment, index: PrimitiveIndex, primitive: Primitive, rest: string): Fold | undefined {
  return rest.startsWith("f") ? foldedAt(moment, index, primitive).fold(rest.slice(1)) : undefined;
}

function fromMs(entry: Entry): number {
  return (entry.kind === "task" ? entry.task : entry.tasks[0]).fromMs;
}

interface FoldedPrimitives {
  readonly items: readonly (Alike | OnePrimitive)[];
  /** By key, whether they are enough for a row of their own or not. */
  readonly alike: ReadonlyMap<string, readonly [Primitive, ...Primitive[]]>;
}

// The primitives of a category, or below a context, are a new array with each index.
const foldedByList = new WeakMap<readonly Primitive[], FoldedPrimitives>();

function foldedPrimitives(index: PrimitiveIndex, primitives: readonly Primitive[]): FoldedPrimitives {
  let folded = foldedByList.get(primitives);
  if (folded === undefined) {
    folded = foldPrimitives(index, primitives);
    foldedByList.set(primitives, folded);
  }
  return folded;
}

function foldPrimitives(index: PrimitiveIndex, primitives: readonly Primitive[]): FoldedPrimitives {
  const alike = new Map<string, [Primitive, ...Primitive[]]>();
  const keys = primitives.map((primitive) => {
    if (belowContext(index, primitive.id).length > 0) return null;
    const key = keyOf(primitive);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [primitive]);
    else known.push(primitive);
    return key;
  });
  const items: (Alike | OnePrimitive)[] = [];
  primitives.forEach((primitive, at) => {
    const key = keys[at] ?? null;
    const members = key === null ? undefined : alike.get(key);
    if (key === null || members === undefined || members.length < FOLD_FROM) {
      items.push({ kind: "primitive", primitive });
    } else if (members[0] === primitive) items.push({ kind: "alike", key, primitives: members });
  });
  return { items, alike };
}

function keyOf({ kind, name, capacity, created }: Primitive): string {
  return `${kind} ${capacity} ${name} ${created === null ? "" : describeSite(created)}`;
}
