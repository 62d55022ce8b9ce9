/**
 * What leads from one lane to another: that a task started another, and that one gave another what that took or waited
 * for. Of the latter a recording tells nearly every one that ended a wait of its own length, and a sample of the others.
 * Where it tells of none, the other end of the channel is known, though not who of several it was: such an arrow is dashed.
 */
import { opOfState } from "../wire/states.js";
import type { Handoff } from "./handoffs.js";
import type { TimeWindow } from "./raster.js";
import type { Span, Store, TaskLane } from "./store.js";

export interface Arrow {
  readonly kind: "start" | "handoff";
  /** Tasks. */
  readonly from: number;
  readonly to: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** What it leads through; 0 for nothing. */
  readonly primitive: number;
  readonly certain: boolean;
  /** It is what is looked at: what ended the selected wait, or a start. The others stand back. */
  readonly strong: boolean;
}

const STARTED_SHOWN = 100;

/** Beside what ended the selected wait; more would hide what they lead across. */
const HANDOFFS_SHOWN = 25;

/** @param tasks of the selected lane @param span what the task of a lane that has only one did at the selected time */
export function arrowsOf(
  store: Store,
  tasks: readonly TaskLane[],
  span: Span | null,
  window: TimeWindow,
): Arrow[] {
  const [first, second] = tasks;
  if (first === undefined) return [];
  if (second !== undefined) {
    return handedOn(store, window, (task) => store.tasks.get(task)?.site === first.site);
  }
  const end = span === null ? null : endOf(store, first, span);
  const others = handedOn(store, window, (task) => task === first.id);
  return [
    ...others.filter(({ to, toUs }) => to !== end?.to || toUs !== end.toUs),
    ...starts(store, first),
    ...(end !== null ? [arrowOf(end, true)] : span === null ? [] : guesses(store, first, span)),
  ];
}

/** What ended this wait, as far as it was told. */
export function endOf(store: Store, { id }: TaskLane, span: Span): Handoff | null {
  const op = opOfState(span.state);
  if (op === null || span.open) return null;
  const isEnd = ({ from, to, fromUs, toUs }: Handoff): boolean => {
    if (to === id && toUs > span.fromUs && toUs <= span.toUs) return true;
    return op === "send" && from === id && fromUs > span.fromUs && fromUs <= span.toUs;
  };
  return store.handoffs.within(span, (task) => task === id).findLast(isEnd) ?? null;
}

function starts(store: Store, task: TaskLane): Arrow[] {
  const started = (from: number, lane: TaskLane): Arrow => {
    const atUs = store.startOf(lane);
    const at = { fromUs: atUs, toUs: atUs, primitive: 0 };
    return { kind: "start", from, to: lane.id, ...at, certain: true, strong: true };
  };
  const children = (store.children.get(task.id) ?? []).slice(0, STARTED_SHOWN);
  return [
    ...(store.tasks.has(task.parent) ? [started(task.parent, task)] : []),
    ...children.map((child) => started(task.id, child)),
  ];
}

function handedOn(store: Store, window: TimeWindow, isOf: (task: number) => boolean): Arrow[] {
  const all = store.handoffs
    .within(window, isOf)
    .filter(({ from, to }) => store.tasks.has(from) && store.tasks.has(to));
  // Where they are many, some from everywhere.
  const each = Math.ceil(all.length / HANDOFFS_SHOWN);
  return all.filter((_, i) => i % each === 0).map((one) => arrowOf(one, false));
}

function arrowOf(handoff: Handoff, strong: boolean): Arrow {
  return { kind: "handoff", ...handoff, certain: true, strong };
}

/** Who it may have been that ended this wait at a channel, where nobody told. */
export function guesses(store: Store, task: TaskLane, span: Span): Arrow[] {
  const primitive = store.primitives.get(span.primitive);
  const op = opOfState(span.state);
  if (primitive === undefined || span.open) return [];
  if (op !== "send" && op !== "receive" && op !== "select") return [];
  const others = (op === "send" ? primitive.takers : primitive.putters).filter(
    (id) => id !== task.id && store.tasks.has(id),
  );
  return others.map((other) => {
    const [from, to] = op === "send" ? [task.id, other] : [other, task.id];
    const certain = others.length === 1;
    const at = { fromUs: span.toUs, toUs: span.toUs, primitive: primitive.id };
    return { kind: "handoff", from, to, ...at, certain, strong: true };
  });
}
