import type {
  Details,
  Ended,
  KeptPage,
  KeptRows,
  RowsArguments,
  RowsBody,
  TaskLook,
  ViewName,
} from "../protocol.js";
import { belowBusyRows } from "./busy-rows.js";
import { detailsOf } from "./details.js";
import { findingRows } from "./finding-rows.js";
import type { Moment } from "./moment.js";
import { primitiveRows } from "./primitive-rows.js";
import { ALL_TASKS } from "./task-look.js";
import { taskRows } from "./task-rows.js";

/** How many rows are kept of each view, and of the tasks as they are looked at otherwise than as a tree. */
export interface RowsRoom {
  readonly rows: number;
  readonly otherwise: number;
}

/** A message of some hundred kilobytes at most, whatever the run was. */
const AT_THE_END: RowsRoom = { rows: 1000, otherwise: 300 };
const PAGE_KEPT = 500;

export function rowsOf(moment: Moment, request: RowsArguments): RowsBody {
  switch (request.view) {
    case "tasks":
      return belowBusyRows(moment, request, taskRows);
    case "primitives":
      return primitiveRows(moment, request);
    case "findings":
      return findingRows(moment, request);
  }
}

/** What the views go on showing when the adapter is gone. */
export function keepViews(moment: Moment, room = AT_THE_END): Pick<Ended, "views" | "tasksBy"> {
  const otherwise = (groupBy: TaskLook["groupBy"]): KeptRows =>
    keepRows(moment, "tasks", room.otherwise, { ...ALL_TASKS, packages: "fold", groupBy });
  return {
    views: {
      tasks: keepRows(moment, "tasks", room.rows, { ...ALL_TASKS, packages: "fold" }),
      primitives: keepRows(moment, "primitives", room.rows),
      findings: keepRows(moment, "findings", room.rows),
    },
    tasksBy: { site: otherwise("site"), state: otherwise("state"), wait: otherwise("wait") },
  };
}

/** From the outermost rows inwards, until there is enough. */
function keepRows(moment: Moment, view: ViewName, atMost: number, look?: TaskLook): KeptRows {
  const pages: KeptPage[] = [];
  const details: Record<string, Details> = {};
  const parents: (string | null)[] = [null];
  const looked = look === undefined ? {} : { look };
  let room = atMost;
  for (let next = 0; next < parents.length && room > 0; next++) {
    const parent = parents[next] ?? null;
    const page = rowsOf(moment, { view, parent, offset: 0, limit: Math.min(room, PAGE_KEPT), ...looked });
    pages.push({ parent, ...page });
    room -= page.rows.length;
    for (const row of page.rows) {
      if (row.children !== "none") parents.push(row.id);
      const found = detailsOf(moment, { view, id: row.id, ...looked });
      if (found !== null) details[row.id] = found;
    }
  }
  return { pages, details };
}
