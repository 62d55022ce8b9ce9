/** The ids of the Tasks view's rows: what they name, and what stands under them. */
import type { TaskId } from "../../model/task.js";
import type { Group } from "./task-groups.js";
import type { Above, UnitRowId } from "./task-index.js";

export const FOLD_ID = /^f([^/]*)\/([^]*)$/;
export const PACKAGES_ID = /^k(u?\d*)$/;
export const PINNED_ID = "pinned";

export function groupId({ key }: Group): string {
  return `g${encodeURIComponent(key)}`;
}

/** As it is written in the ids of rows that stand under it. */
export function nameOfAbove(parent: string | null): string {
  if (parent === null) return "";
  return `${aboveOf(parent) ?? parent}`;
}

export function aboveNamed(name: string): Above {
  return name === "" ? null : (aboveOf(name) ?? aboveOf(`t${name}`));
}

/** What the rows under a row of this id stand under; null for a fold, a group and the like. */
export function aboveOf(id: string): TaskId | UnitRowId | null {
  return /^u\d+$/.test(id) ? (id as UnitRowId) : taskIdOf(id);
}

export function taskIdOf(id: string): TaskId | null {
  const digits = /^[tp](\d+)$/.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}
