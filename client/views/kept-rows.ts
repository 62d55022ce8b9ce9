import type { Details, Ended, Row, RowsArguments, RowsBody, ViewName } from "../../server/dap/protocol.js";

/** The last rows of a run whose adapter is gone. Of a big run only a part was kept. */
export class KeptViews {
  readonly #views: Ended["views"];

  constructor(views: Ended["views"]) {
    this.#views = views;
  }

  rows({ view, parent, offset, limit }: RowsArguments): RowsBody {
    const page = this.#page(view, parent);
    if (page === undefined) return { rows: [], total: 0 };
    const rows = page.rows.slice(offset, offset + limit).map((row) => this.#withKeptChildren(view, row));
    return { rows, total: page.total };
  }

  details(view: ViewName, id: string): Details | null {
    return this.#views[view].details[id] ?? null;
  }

  #withKeptChildren(view: ViewName, row: Row): Row {
    return this.#page(view, row.id) === undefined ? { ...row, children: "none" } : row;
  }

  #page(view: ViewName, parent: string | null): RowsBody | undefined {
    return this.#views[view].pages.find((page) => page.parent === parent);
  }
}
