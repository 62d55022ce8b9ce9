/** What a variable is, whatever it is of, and how it names tasks and places. */
import type { CallId } from "../../../tracer/wire/index.js";
import type { PrimitiveId, Site, TaskId } from "../../model/task.js";
import type { Tasks, UnitId } from "../../model/tasks.js";
import { describeSite } from "../../model/words.js";

/** Something that has variables, as a key. */
export type Holder =
  | `locals ${TaskId} ${number}`
  /** To be asked of the engine: the variables of a call, and what is queued in a channel, by the ids of their unit. */
  | `engine ${UnitId} ${CallId}`
  | `queued ${UnitId} ${PrimitiveId}`
  | `wait ${TaskId}`
  | `task ${TaskId}`
  | `primitive ${PrimitiveId}`
  /** The tasks that it waits for, what it holds, and the contexts that it is under. */
  | `tasks ${TaskId}`
  | `holds ${TaskId}`
  | `contexts ${TaskId}`;

export interface TaskVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** What it opens into. */
  readonly holder?: Holder;
}

export function siteVariable(name: string, site: Site | undefined): TaskVariable[] {
  return site === undefined ? [] : [{ name, value: describeSite(site) }];
}

/** "worker #12" */
export function taskWords(model: Tasks, id: TaskId): string {
  return `${model.task(id)?.name ?? "a task that is over"} #${id}`;
}
