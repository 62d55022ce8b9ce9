/** Reading simple values of objects out of a snapshot. */
import type { Node, Snapshot } from "../snapshot/snapshot.js";
import { textOf } from "../snapshot/text.js";

/** The number that a property has; undefined where it has none, or is no number. */
export function numberOf(snapshot: Snapshot, object: Node, property: string): number | undefined {
  const node = snapshot.follow(object, property);
  if (node === undefined || snapshot.type(node) !== "number") return undefined;
  const value = snapshot.follow(node, "value");
  const number = value === undefined ? NaN : Number(snapshot.name(value));
  return Number.isNaN(number) ? undefined : number;
}

export function stringOf(snapshot: Snapshot, object: Node, property: string): string | undefined {
  const node = snapshot.follow(object, property);
  return node === undefined ? undefined : textOf(snapshot, node);
}
