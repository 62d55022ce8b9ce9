/**
 * What leads from one lane to another. That a task started another is known. Which send a value came from is not: a
 * recording tells who uses the other end of a channel, not each value. So an arrow is whole where only one task could have
 * been it, and dashed where it was one of several.
 */
import { opOfState } from "../wire/states.js";
import type { Span, Store, TaskLane } from "./store.js";

export interface Arrow {
  readonly kind: "start" | "value";
  /** "t12" */
  readonly from: string;
  readonly to: string;
  readonly timeUs: number;
  readonly certain: boolean;
}

const STARTED_SHOWN = 100;

export function arrowsOf(store: Store, task: TaskLane, span: Span | null): Arrow[] {
  const arrows: Arrow[] = [];
  if (store.tasks.has(task.parent)) {
    arrows.push({
      kind: "start",
      from: `t${task.parent}`,
      to: `t${task.id}`,
      timeUs: store.startOf(task),
      certain: true,
    });
  }
  for (const child of (store.children.get(task.id) ?? []).slice(0, STARTED_SHOWN)) {
    arrows.push({
      kind: "start",
      from: `t${task.id}`,
      to: `t${child.id}`,
      timeUs: store.startOf(child),
      certain: true,
    });
  }
  if (span === null || span.open) return arrows;
  const primitive = store.primitives.get(span.primitive);
  const op = opOfState(span.state);
  if (primitive === undefined || (op !== "send" && op !== "receive" && op !== "select")) return arrows;
  const others = (op === "send" ? primitive.takers : primitive.putters).filter(
    (id) => id !== task.id && store.tasks.has(id),
  );
  for (const other of others) {
    const [from, to] = op === "send" ? [task.id, other] : [other, task.id];
    arrows.push({
      kind: "value",
      from: `t${from}`,
      to: `t${to}`,
      timeUs: span.toUs,
      certain: others.length === 1,
    });
  }
  return arrows;
}
