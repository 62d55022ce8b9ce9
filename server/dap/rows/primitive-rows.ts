/**
 * The rows of the Primitives view: what tasks wait at, by its kind. A primitive opens into who holds it and who waits at
 * it, in the order in which they came; a context into the contexts below it, and into the tasks that go on though it
 * has ended.
 */
import type { Primitive, PrimitiveId, Task } from "../../model/task.js";
import { primitiveTitle } from "../../model/words.js";
import type { Row, RowsArguments, RowsBody } from "../protocol.js";
import { tasksBelowMaker } from "./ignored-cancel.js";
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
import { itemsUnder, taskAt, type Alike, type Item } from "./primitive-items.js";
import { primitiveWords } from "./primitive-words.js";
import { foldFacts, taskFacts } from "./task-facts.js";

export function primitiveRows(moment: Moment, { parent, offset, limit }: RowsArguments): RowsBody {
  const index = primitivesOf(moment.model);
  const page = <T>(all: readonly T[], rowOf: (item: T, at: number) => Row): RowsBody => ({
    rows: all.slice(offset, offset + limit).map((item, at) => rowOf(item, offset + at)),
    total: all.length,
  });
  if (parent === null) return page(index.categories, (category) => categoryRow(index, category));
  const place = placeOfId(parent);
  const task = taskAt(moment.model, place?.under ?? parent);
  if (place !== null) {
    const locals = task === undefined ? [] : (placesOf(task)[place.index]?.locals ?? []);
    return page(locals, (local) => variableRow(parent, local));
  }
  if (task !== undefined) return page(placesOf(task), (stop, at) => placeRow(parent, stop, at));
  return page(itemsUnder(moment, index, parent), (item) => rowOf(moment, index, parent, item));
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

const stuckOf = new WeakMap<Moment["findings"], ReadonlySet<PrimitiveId>>();

function isStuckAt({ findings }: Moment, { id }: Primitive): boolean {
  let stuck = stuckOf.get(findings);
  if (stuck === undefined) {
    stuck = new Set(findings.flatMap(({ certain, primitives }) => (certain ? primitives : [])));
    stuckOf.set(findings, stuck);
  }
  return stuck.has(id);
}
