import type { Details, Ended, KeptPage, KeptRows, RowsArguments, RowsBody, ViewName } from "../protocol.js";
import { detailsOf } from "./details.js";
import { findingRows } from "./finding-rows.js";
import type { Moment } from "./moment.js";
import { taskRows } from "./task-rows.js";

/** A message of some hundred kilobytes at most, whatever the run was. */
const ROWS_KEPT = 1000;
const PAGE_KEPT = 500;

export function rowsOf(moment: Moment, request: RowsArguments): RowsBody {
  return request.view === "tasks" ? taskRows(moment, request) : findingRows(moment, request);
}

/** What the views go on showing when the adapter is gone. */
export function keepViews(moment: Moment): Ended["views"] {
  return { tasks: keepRows(moment, "tasks"), findings: keepRows(moment, "findings") };
}

/** From the outermost rows inwards, until there is enough. */
function keepRows(moment: Moment, view: ViewName): KeptRows {
  const pages: KeptPage[] = [];
  const details: Record<string, Details> = {};
  const parents: (string | null)[] = [null];
  let room = ROWS_KEPT;
  for (let next = 0; next < parents.length && room > 0; next++) {
    const parent = parents[next] ?? null;
    const page = rowsOf(moment, { view, parent, offset: 0, limit: Math.min(room, PAGE_KEPT) });
    pages.push({ parent, ...page });
    room -= page.rows.length;
    for (const row of page.rows) {
      if (row.children !== "none") parents.push(row.id);
      const found = detailsOf(moment, { view, id: row.id });
      if (found !== null) details[row.id] = found;
    }
  }
  return { pages, details };
}
