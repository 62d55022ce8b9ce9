/**
 * The rows of the Primitives view: what tasks wait at, by its kind. A primitive opens into who holds it and who waits at
 * it, in the order in which they came; a context into the contexts below it, and into the tasks that go on though it
 * has ended.
 */
import type { Primitive, Task } from "../../model/task.js";
import { describeSite, primitiveTitle } from "../../model/words.js";
import type { Row, RowsArguments, RowsBody } from "../protocol.js";
import { exampleOf, foldAlike, type Entry, type Fold } from "./alike.js";
import { foldPlacesOf } from "./fold-places.js";
import { ageSince, type Moment } from "./moment.js";
import { here, placeOfId, placeRow, placesOf, variableRow } from "./place-rows.js";
import {
  belowContext,
  CATEGORIES,
  primitivesOf,
  waitersAt,
  type Category,
  type PrimitiveIndex,
} from "./primitive-index.js";
import { primitiveWords } from "./primitive-words.js";
import { tasksBelowMaker } from "./ignored-cancel.js";
import { foldFacts, taskFacts } from "./task-facts.js";

/** Alike primitives are one row, such as the reply channels of a thousand requests. */
const FOLD_FROM = 5;

const ALIKE_ID = /^a(\w+)\/([^]*)$/;
const PRIMITIVE_ID = /^p(\d+)(?:\/([^]*))?$/;

interface Alike {
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

type Item = Alike | OnePrimitive | Holder | Entry;

export function primitiveRows(moment: Moment, { parent, offset, limit }: RowsArguments): RowsBody {
  const index = primitivesOf(moment.model);
  const page = <T>(all: readonly T[], rowOf: (item: T, at: number) => Row): RowsBody => ({
    rows: all.slice(offset, offset + limit).map((item, at) => rowOf(item, offset + at)),
    total: all.length,
  });
  if (parent === null) return page(index.categories, (category) => categoryRow(index, category));
  const place = placeOfId(parent);
  const task = taskAt(moment, place?.under ?? parent);
  if (place !== null) {
    const locals = task === undefined ? [] : (placesOf(task)[place.index]?.locals ?? []);
    return page(locals, (local) => variableRow(parent, local));
  }
  if (task !== undefined) return page(placesOf(task), (stop, at) => placeRow(parent, stop, at));
  return page(itemsUnder(moment, index, parent), (item) => rowOf(moment, index, parent, item));
}

/** The primitive, or the task at one, that a row is about; of a fold one that stands for all. */
export function subjectOfPrimitiveRow(
  moment: Moment,
  id: string,
): { readonly primitive?: Primitive; readonly task?: Task } {
  const task = taskAt(moment, id);
  if (task !== undefined) return { task };
  const [, digits, rest] = PRIMITIVE_ID.exec(id) ?? [];
  const primitive = digits === undefined ? undefined : moment.model.primitive(Number(digits));
  if (primitive === undefined) return {};
  if (rest === undefined) return { primitive };
  const fold = foldAt(moment, primitive, rest);
  return fold === undefined ? {} : { task: exampleOf(fold) };
}

function itemsUnder(moment: Moment, index: PrimitiveIndex, parent: string): readonly Item[] {
  const category = index.categories.find(({ name }) => parent === `c${name}`);
  if (category !== undefined) return foldPrimitives(index, category.primitives);
  const [, name, key] = ALIKE_ID.exec(parent) ?? [];
  if (name !== undefined) {
    const primitives = index.categories.find((one) => one.name === name)?.primitives ?? [];
    return primitives
      .filter((one) => keyOf(one) === key && isLeaf(index, one))
      .map((primitive) => ({ kind: "primitive", primitive }));
  }
  const [, digits, rest] = PRIMITIVE_ID.exec(parent) ?? [];
  const primitive = digits === undefined ? undefined : moment.model.primitive(Number(digits));
  if (primitive === undefined) return [];
  if (rest === undefined) return itemsAt(moment, index, primitive);
  return foldAt(moment, primitive, rest)?.tasks.map((task) => ({ kind: "task", task })) ?? [];
}

function itemsAt(moment: Moment, index: PrimitiveIndex, primitive: Primitive): Item[] {
  const { model } = moment;
  const contexts = foldPrimitives(index, belowContext(index, primitive.id));
  const holders = primitive.holders.flatMap((id): Holder[] => {
    const task = model.task(id);
    return task === undefined ? [] : [{ kind: "holder", task }];
  });
  return [...contexts, ...holders, ...entriesAt(moment, index, primitive)];
}

/** Those who wait come in the order in which they did. */
function entriesAt(moment: Moment, index: PrimitiveIndex, primitive: Primitive): Entry[] {
  const waiting = waitersAt(index, primitive.id);
  const tasks = waiting.length > 0 ? waiting : tasksBelowMaker(moment, primitive);
  const list = `primitive ${primitive.id}`;
  const entries = foldAlike(moment.model, tasks, undefined, foldPlacesOf(moment.model, list));
  return entries.sort((a, b) => fromMs(a) - fromMs(b));
}

function fromMs(entry: Entry): number {
  return (entry.kind === "task" ? entry.task : entry.tasks[0]).fromMs;
}

function foldAt(moment: Moment, primitive: Primitive, rest: string): Fold | undefined {
  return entriesAt(moment, primitivesOf(moment.model), primitive).find(
    (entry): entry is Fold => entry.kind === "fold" && `f${entry.key}` === rest,
  );
}

function taskAt({ model }: Moment, id: string): Task | undefined {
  const digits = /^p\d+\/[th](\d+)$/.exec(id)?.[1];
  return digits === undefined ? undefined : model.task(Number(digits));
}

function foldPrimitives(index: PrimitiveIndex, primitives: readonly Primitive[]): (Alike | OnePrimitive)[] {
  const alike = new Map<string, [Primitive, ...Primitive[]]>();
  for (const primitive of primitives) {
    if (!isLeaf(index, primitive)) continue;
    const known = alike.get(keyOf(primitive));
    if (known === undefined) alike.set(keyOf(primitive), [primitive]);
    else known.push(primitive);
  }
  const items: (Alike | OnePrimitive)[] = [];
  const told = new Set<string>();
  for (const primitive of primitives) {
    const key = keyOf(primitive);
    const members = isLeaf(index, primitive) ? alike.get(key) : undefined;
    if (members === undefined || members.length < FOLD_FROM) items.push({ kind: "primitive", primitive });
    else if (!told.has(key)) {
      told.add(key);
      items.push({ kind: "alike", key, primitives: members });
    }
  }
  return items;
}

function isLeaf(index: PrimitiveIndex, { id }: Primitive): boolean {
  return belowContext(index, id).length === 0;
}

function keyOf({ kind, name, capacity, created }: Primitive): string {
  return `${kind} ${capacity} ${name} ${created === null ? "" : describeSite(created)}`;
}

function rowOf(moment: Moment, index: PrimitiveIndex, parent: string, item: Item): Row {
  switch (item.kind) {
    case "primitive":
      return primitiveRow(moment, index, item.primitive);
    case "alike":
      return alikeRow(moment, index, parent, item);
    case "holder":
      return holderRow(moment, under(parent), item.task);
    case "fold":
      return { ...foldFacts(moment, item), id: `${under(parent)}/f${item.key}`, children: "closed" };
    case "task": {
      const children = placesOf(item.task).length > 0 ? "closed" : "none";
      return { ...taskFacts(moment, item.task), id: `${under(parent)}/t${item.task.id}`, children };
    }
  }
}

/** Rows of tasks are named by the primitive at which they stand, in a fold or not. */
function under(parent: string): string {
  return parent.split("/", 1)[0] ?? parent;
}

function holderRow(moment: Moment, parent: string, task: Task): Row {
  const facts = taskFacts(moment, task);
  const brief = `holds it · ${facts.brief}`;
  return {
    ...facts,
    id: `${parent}/h${task.id}`,
    brief,
    state: `holds it, ${facts.state}`,
    children: "closed",
  };
}

function categoryRow(index: PrimitiveIndex, { name, primitives }: Category): Row {
  const count = primitives.length.toLocaleString("en-US");
  const waiting = primitives.reduce((sum, { id }) => sum + waitersAt(index, id).length, 0);
  const words = waiting === 0 ? count : `${count} · ${waiting.toLocaleString("en-US")} waiting`;
  return {
    ...NOTHING,
    id: `c${name}`,
    label: CATEGORIES.find((one) => one.name === name)?.label ?? name,
    state: words,
    brief: words,
    icon: "group",
    stuck: false,
    children: "open",
  };
}

const NOTHING = { age: null, place: null, start: null, task: null };

function primitiveRow(moment: Moment, index: PrimitiveIndex, primitive: Primitive): Row {
  const waiters = waitersAt(index, primitive.id);
  const goOn = tasksBelowMaker(moment, primitive).length;
  const { brief, state } = primitiveWords(moment, primitive, waiters, goOn);
  const inside = waiters.length + goOn + primitive.holders.length + belowContext(index, primitive.id).length;
  const { closedMs, kind } = primitive;
  const contextAge = kind === "context" && closedMs !== null ? ageSince(moment, closedMs) : null;
  return {
    ...NOTHING,
    id: `p${primitive.id}`,
    label: primitiveTitle(primitive),
    state,
    brief,
    age: contextAge,
    icon: primitive.kind,
    stuck: isStuckAt(moment, primitive),
    place: here(primitive.created ?? undefined),
    children: inside === 0 ? "none" : kind === "context" ? "open" : "closed",
  };
}

function alikeRow(moment: Moment, index: PrimitiveIndex, parent: string, { key, primitives }: Alike): Row {
  const [first] = primitives;
  const waiting = primitives.reduce((sum, { id }) => sum + waitersAt(index, id).length, 0);
  const closed = primitives.filter((one) => one.closed).length;
  const facts = [
    waiting === 0 ? "" : `${waiting.toLocaleString("en-US")} waiting`,
    closed === 0 ? "" : `${closed.toLocaleString("en-US")} ${first.kind === "context" ? "ended" : "closed"}`,
  ];
  const words = facts.filter(Boolean).join(" · ");
  return {
    ...NOTHING,
    id: `a${parent.slice(1)}/${key}`,
    label: `${primitiveTitle(first)} ×${primitives.length.toLocaleString("en-US")}`,
    state: words,
    brief: words,
    icon: first.kind,
    stuck: primitives.some((one) => isStuckAt(moment, one)),
    place: here(first.created ?? undefined),
    children: "closed",
  };
}

function isStuckAt({ findings }: Moment, { id }: Primitive): boolean {
  return findings.some(({ certain, primitives }) => certain && primitives.includes(id));
}
