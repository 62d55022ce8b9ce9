import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KeptViews } from "../../../client/views/kept-rows.js";
import { PAGE_SIZE, RowTree, type Change, type TreeNode } from "../../../client/views/row-tree.js";
import type { Row } from "../../../server/dap/protocol.js";

function row(id: string, state = "", children: Row["children"] = "none"): Row {
  return {
    id,
    label: id,
    state,
    brief: state,
    age: null,
    icon: "running",
    stuck: false,
    place: null,
    children,
  };
}

/** An adapter with rows that a test can change. */
class Rows {
  readonly by = new Map<string | null, Row[]>();
  asked: (string | null)[] = [];
  readonly tree = new RowTree((parent, limit) => {
    this.asked.push(parent);
    const all = this.by.get(parent) ?? [];
    return Promise.resolve({ rows: all.slice(0, limit), total: all.length });
  });

  async ids(parent: string | null): Promise<string[]> {
    return (await this.tree.children(parent)).map((node) =>
      node.kind === "row" ? node.id : `more ${node.left}`,
    );
  }
}

function idOf(change: Change): string | undefined {
  return change?.kind === "row" ? change.id : undefined;
}

describe("the tree of rows", () => {
  it("has the children of a new row that opens by itself before it tells of the row", async () => {
    const rows = new Rows();
    rows.by.set(null, []);
    await rows.ids(null);
    rows.by.set(null, [row("t1", "", "open")]);
    rows.by.set("t1", [row("t2", "", "open")]);
    rows.by.set("t2", [row("t3")]);
    assert.deepEqual(await rows.tree.refresh(), [undefined]);
    rows.asked = [];
    assert.deepEqual([await rows.ids("t1"), await rows.ids("t2")], [["t2"], ["t3"]]);
    assert.deepEqual(rows.asked, []);
  });

  it("asks once for children, and then for what is open", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("a", "", "open")]).set("a", [row("b")]);
    assert.deepEqual(await rows.ids(null), ["a"]);
    assert.deepEqual(await rows.ids("a"), ["b"]);
    await rows.ids("a");
    assert.deepEqual(rows.asked, [null, "a"]);
    rows.tree.setOpen("a", false);
    await rows.tree.refresh();
    assert.deepEqual(rows.asked, [null, "a", null]);
  });

  it("tells only what changed", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("a", "", "open"), row("c")]).set("a", [row("b")]);
    await rows.ids(null);
    await rows.ids("a");
    assert.deepEqual(await rows.tree.refresh(), []);
    rows.by.set("a", [row("b", "waiting")]);
    assert.deepEqual((await rows.tree.refresh()).map(idOf), ["b"]);
    rows.by.set("a", [row("b", "waiting"), row("d")]);
    assert.deepEqual((await rows.tree.refresh()).map(idOf), ["a"]);
    rows.by.set(null, [row("c")]);
    assert.deepEqual(await rows.tree.refresh(), [undefined]);
    assert.deepEqual(await rows.ids(null), ["c"]);
  });

  it("keeps the identity of nodes", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("a"), row("b")]);
    const [a] = await rows.tree.children(null);
    rows.by.set(null, [row("b"), row("a", "changed")]);
    await rows.tree.refresh();
    assert.equal((await rows.tree.children(null))[1], a);
  });

  it("never has a row twice, however it moves between two answers", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("fold", "", "open"), row("a")]).set("fold", [row("b")]);
    await rows.ids(null);
    await rows.ids("fold");
    rows.by.set("fold", [row("a"), row("b")]); // the outermost rows still have it
    await rows.tree.refresh();
    const seen: TreeNode[] = [...(await rows.tree.children(null)), ...(await rows.tree.children("fold"))];
    assert.equal(new Set(seen).size, seen.length);
  });

  it("shows a page, and more when asked to", async () => {
    const rows = new Rows();
    rows.by.set(
      null,
      Array.from({ length: PAGE_SIZE + 3 }, (_, index) => row(`r${index}`)),
    );
    assert.equal((await rows.ids(null)).at(-1), "more 3");
    rows.tree.more(null);
    await rows.tree.refresh();
    assert.equal((await rows.ids(null)).at(-1), `r${PAGE_SIZE + 2}`);
  });

  it("ignores answers about a run that is shown no longer", async () => {
    const answers: ((rows: Row[]) => void)[] = [];
    const tree = new RowTree(
      () => new Promise((resolve) => answers.push((rows) => resolve({ rows, total: rows.length }))),
    );
    const late = tree.children(null);
    tree.clear();
    const fresh = tree.children(null);
    answers[1]?.([row("new")]);
    answers[0]?.([row("old")]);
    assert.deepEqual(
      [...(await late), ...(await fresh)].map((node) => node.kind === "row" && node.id),
      ["new"],
    );
  });
});

describe("kept rows", () => {
  it("open only where something was kept", () => {
    const views = new KeptViews({
      tasks: { pages: [{ parent: null, rows: [row("a", "", "closed")], total: 7 }], details: {} },
      findings: { pages: [], details: {} },
    });
    const body = views.rows({ view: "tasks", parent: null, offset: 0, limit: 10 });
    assert.equal(body.total, 7);
    assert.equal(body.rows[0]?.children, "none");
    assert.deepEqual(views.rows({ view: "findings", parent: null, offset: 0, limit: 10 }), {
      rows: [],
      total: 0,
    });
  });
});
