import type { Site, Task } from "../../model/task.js";
import type { LocateArguments, RowAt } from "../protocol.js";
import { pathBelowBusyRows } from "./busy-rows.js";
import type { Moment } from "./moment.js";
import { ALL_TASKS, lookAt } from "./task-look.js";
import { pathTo } from "./task-rows.js";

/** Where the row of a task stands that is at this line: rather one that waits there than one that was started there. */
export function locate(
  moment: Moment,
  { file, line, task: wanted, look = ALL_TASKS }: LocateArguments,
): readonly RowAt[] {
  const { live } = lookAt(moment.model, look);
  const isThere = (site: Site): boolean => site.line === line && site.file === file;
  const task =
    live.find(({ id }) => id === wanted) ??
    live.find(({ stack: [site] }: Task) => site !== undefined && isThere(site)) ??
    live.find(({ stack }) => stack.some(isThere)) ??
    live.find(({ created: [site] }) => site !== undefined && isThere(site));
  return task === undefined ? [] : pathBelowBusyRows(moment, pathTo(moment, look, task));
}
