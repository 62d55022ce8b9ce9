/** The rows below a task: where it waits, through its callers, and where it was started; below a place of a dump its variables. */
import type { Local } from "../../model/dump-records.js";
import type { Site, Task } from "../../model/task.js";
import type { Place, Row } from "../protocol.js";

export interface Stop {
  readonly site: Site;
  readonly words: string;
  /** At the await, where a dump has read them. */
  readonly locals: readonly Local[];
}

export function placesOf(task: Task): Stop[] {
  return [
    ...task.stack.map(({ locals = [], ...site }, index) => ({
      site,
      words: index === 0 ? "waits here" : "awaits the above",
      locals,
    })),
    ...task.created.slice(0, 1).map((site) => ({ site, words: `started ${task.name} here`, locals: [] })),
  ];
}

const PLACE_ID = /^(.*)\/place(\d+)$/;

/** The row that the row of a place stands under, and its number there; null for the ids of other rows. */
export function placeOfId(id: string): { readonly under: string; readonly index: number } | null {
  const [, under, index] = PLACE_ID.exec(id) ?? [];
  return under === undefined ? null : { under, index: Number(index) };
}

export function placeRow(parent: string, { site, words, locals }: Stop, index: number): Row {
  return {
    id: `${parent}/place${index}`,
    label: site.function,
    state: words,
    brief: words,
    age: null,
    icon: "place",
    stuck: false,
    place: here(site),
    start: null,
    task: null,
    children: locals.length === 0 ? "none" : "closed",
  };
}

export function variableRow(parent: string, { name, value }: Local): Row {
  return {
    id: `${parent}/variable ${name}`,
    label: name,
    state: value,
    brief: value,
    age: null,
    icon: "variable",
    stuck: false,
    place: null,
    start: null,
    task: null,
    children: "none",
  };
}

export function here(site: Site | undefined): Place | null {
  return site === undefined ? null : { site, kind: "here" };
}
