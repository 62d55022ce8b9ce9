import type {
  Details,
  Ended,
  KeptRows,
  Row,
  RowsArguments,
  RowsBody,
  TaskLook,
  ViewName,
} from "../../server/dap/protocol.js";
import { placeOf } from "./row-text.js";

const PINNED_ID = "pinned";

/** The last rows of a run whose adapter is gone. Of a big run only a part was kept. */
export class KeptViews {
  readonly #views: Ended["views"];
  readonly #tasksBy: Ended["tasksBy"];

  constructor({ views, tasksBy }: Pick<Ended, "views" | "tasksBy">) {
    this.#views = views;
    this.#tasksBy = tasksBy;
  }

  rows({ view, parent, offset, limit, look }: RowsArguments): RowsBody {
    if (parent === PINNED_ID) return allOf(this.#pinned(look));
    const kept = this.#kept(view, look);
    const page = pageOf(kept, parent);
    if (page === undefined) return { rows: [], total: 0 };
    const words = wordsOf(look);
    const wanted = page.rows.filter((row) => isWanted(kept, row, words, look));
    const rows = wanted.slice(offset, offset + limit).map((row) => withKeptChildren(kept, row));
    const left = page.total - page.rows.length;
    const total = wanted.length + (words.length === 0 ? left : 0);
    if (parent !== null) return { rows, total };
    const pinned = this.#pinned(look);
    const first = offset > 0 || pinned.length === 0 ? [] : [pinnedRow(pinned)];
    const body = { rows: [...first, ...rows], total: total + first.length };
    return words.length === 0 ? body : { ...body, matching: matchingTasks(kept, words) };
  }

  details(view: ViewName, id: string): Details | null {
    return this.#views[view].details[id.replace(/^p(?=\d+$)/, view === "tasks" ? "t" : "p")] ?? null;
  }

  #kept(view: ViewName, look: TaskLook | undefined): KeptRows {
    if (view !== "tasks" || look === undefined || look.groupBy === "parent") return this.#views[view];
    return this.#tasksBy[look.groupBy];
  }

  #pinned(look: TaskLook | undefined): Row[] {
    const tasks = this.#views.tasks.pages.flatMap(({ rows }) => rows);
    return (look?.pinned ?? []).flatMap((id) => {
      const row = tasks.find(({ task }) => task === id);
      return row === undefined ? [] : [{ ...row, id: `p${id}`, children: "none" as const }];
    });
  }
}

function pageOf(kept: KeptRows, parent: string | null): RowsBody | undefined {
  return kept.pages.find((page) => page.parent === parent);
}

function allOf(rows: readonly Row[]): RowsBody {
  return { rows, total: rows.length };
}

function withKeptChildren(kept: KeptRows, row: Row): Row {
  return pageOf(kept, row.id) === undefined ? { ...row, children: "none" } : row;
}

function pinnedRow(pinned: readonly Row[]): Row {
  const words = `${pinned.length} task${pinned.length === 1 ? "" : "s"}`;
  return {
    id: PINNED_ID,
    label: "Pinned",
    state: words,
    brief: words,
    age: null,
    icon: "pinned",
    stuck: false,
    place: null,
    start: null,
    task: null,
    children: "open",
  };
}

function wordsOf(look: TaskLook | undefined): string[] {
  return (look?.filter ?? "").toLowerCase().split(/\s+/).filter(Boolean);
}

/** As the adapter filters: a row stays with what is below it, as far as that is known. */
function isWanted(kept: KeptRows, row: Row, words: readonly string[], look: TaskLook | undefined): boolean {
  if (look?.packages === "hide" && row.icon === "package") return false;
  if (words.length === 0 || matches(row, words)) return true;
  return pageOf(kept, row.id)?.rows.some((below) => isWanted(kept, below, words, look)) ?? false;
}

function matches(row: Row, words: readonly string[]): boolean {
  const places = [row.place?.site, row.start].flatMap((site) => (site == null ? [] : placeOf(site)));
  const text = [row.label, row.state, row.task === null ? "" : `#${row.task}`, ...places]
    .join(" ")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function matchingTasks(kept: KeptRows, words: readonly string[]): number {
  const rows = kept.pages.flatMap((page) => page.rows);
  return rows.filter((row) => row.task !== null && matches(row, words)).length;
}
