import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KeptViews } from "../../../client/views/kept-rows.js";
import { PAGE_SIZE, RowTree, type Change, type RowNode } from "../../../client/views/row-tree.js";
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
    start: null,
    task: null,
    children,
  };
}

/** An adapter with rows that a test can change. */
class Rows {
  gone = false;
  goneFor: string | undefined;
  readonly by = new Map<string | null, Row[]>();
  asked: (string | null)[] = [];
  readonly tree = new RowTree((parent, limit) => {
    this.asked.push(parent);
    if (this.gone || (parent !== null && parent === this.goneFor)) return Promise.reject(new Error("gone"));
    const all = this.by.get(parent) ?? [];
    return Promise.resolve({ rows: all.slice(0, limit), total: all.length });
  });

  /** The ids of the rows under the rows of these ids, one below the other. */
  async ids(...parents: string[]): Promise<string[]> {
    const nodes = await this.tree.children(await this.node(parents));
    return nodes.map((node) => (node.kind === "row" ? node.row.id : `more ${node.left}`));
  }

  async node(ids: readonly string[]): Promise<RowNode | undefined> {
    let found: RowNode | undefined;
    for (const id of ids) {
      const nodes = await this.tree.children(found);
      found = nodes.find((node): node is RowNode => node.kind === "row" && node.row.id === id);
      assert.ok(found, `a row ${id}`);
    }
    return found;
  }
}

function idOf(change: Change): string | undefined {
  return change?.kind === "row" ? change.row.id : undefined;
}

describe("the tree of rows", () => {
  it("has rows that could not be fetched from the first refresh on that can", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("t1", "", "open")]);
    rows.by.set("t1", [row("t2")]);
    rows.gone = true;
    await assert.rejects(rows.ids());
    await assert.rejects(rows.tree.refresh());
    rows.gone = false;
    assert.deepEqual(await rows.tree.refresh(), [undefined]);
    assert.deepEqual(await rows.ids(), ["t1"]);
    assert.deepEqual(await rows.ids("t1"), ["t2"]);
  });

  it("has the children of a new row that opens by itself before it tells of the row", async () => {
    const rows = new Rows();
    rows.by.set(null, []);
    await rows.ids();
    rows.by.set(null, [row("t1", "", "open")]);
    rows.by.set("t1", [row("t2", "", "open")]);
    rows.by.set("t2", [row("t3")]);
    assert.deepEqual(await rows.tree.refresh(), [undefined]);
    rows.asked = [];
    assert.deepEqual([await rows.ids("t1"), await rows.ids("t1", "t2")], [["t2"], ["t3"]]);
    assert.deepEqual(rows.asked, []);
  });

  it("tells of a new row also where what is below it could not be fetched at first", async () => {
    const rows = new Rows();
    rows.by.set(null, []);
    await rows.ids();
    rows.by.set(null, [row("t1", "", "open")]).set("t1", [row("t2")]);
    rows.goneFor = "t1";
    await assert.rejects(rows.tree.refresh());
    rows.goneFor = undefined;
    assert.deepEqual(await rows.tree.refresh(), [undefined]);
    assert.deepEqual(await rows.ids("t1"), ["t2"]);
    assert.deepEqual(await rows.tree.refresh(), []);
  });

  it("asks once for children, and then for what is open", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("a", "", "open")]).set("a", [row("b")]);
    assert.deepEqual(await rows.ids(), ["a"]);
    assert.deepEqual(await rows.ids("a"), ["b"]);
    await rows.ids("a");
    assert.deepEqual(rows.asked, [null, "a"]);
    const a = await rows.node(["a"]);
    assert.ok(a);
    rows.tree.setOpen(a, false);
    await rows.tree.refresh();
    assert.deepEqual(rows.asked, [null, "a", null]);
  });

  it("tells only what changed", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("a", "", "open"), row("c")]).set("a", [row("b")]);
    await rows.ids();
    await rows.ids("a");
    assert.deepEqual(await rows.tree.refresh(), []);
    rows.by.set("a", [row("b", "waiting")]);
    assert.deepEqual((await rows.tree.refresh()).map(idOf), ["b"]);
    rows.by.set("a", [row("b", "waiting"), row("d")]);
    assert.deepEqual((await rows.tree.refresh()).map(idOf), ["a"]);
    rows.by.set(null, [row("c")]);
    assert.deepEqual(await rows.tree.refresh(), [undefined]);
    assert.deepEqual(await rows.ids(), ["c"]);
  });

  it("keeps the identity of nodes", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("a"), row("b")]);
    const [a] = await rows.tree.children(undefined);
    rows.by.set(null, [row("b"), row("a", "changed")]);
    await rows.tree.refresh();
    assert.equal((await rows.tree.children(undefined))[1], a);
  });

  it("never has a node twice, however a row and what is below it move between two answers", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("fold", "", "open"), row("a", "", "open")]).set("fold", [row("b")]);
    rows.by.set("a", [row("c")]);
    await rows.ids("fold");
    await rows.ids("a");
    rows.by.set("fold", [row("a", "", "open"), row("b")]); // the outermost rows still have it
    await rows.tree.refresh();
    const paths: string[] = [];
    const collect = async (parent: RowNode | undefined): Promise<void> => {
      for (const node of await rows.tree.children(parent)) {
        if (node.kind !== "row") continue;
        paths.push(node.path);
        await collect(node);
      }
    };
    await collect(undefined);
    assert.deepEqual(paths, [">fold", ">fold>a", ">fold>a>c", ">fold>b", ">a", ">a>c"]);
    rows.by.set(null, [row("fold", "", "open")]);
    assert.deepEqual(await rows.tree.refresh(), [undefined]);
    assert.deepEqual(await rows.ids("fold", "a"), ["c"]);
  });

  it("is the same node again where a row comes back while somebody holds it", async () => {
    const rows = new Rows();
    rows.by.set(null, [row("t1", "", "open")]);
    rows.by.set("t1", [row("t2")]);
    await rows.tree.refresh();
    const before = await rows.node(["t1", "t2"]);
    rows.by.set("t1", []);
    await rows.tree.refresh();
    assert.deepEqual(await rows.ids("t1"), []);
    rows.by.set("t1", [row("t2", "waiting")]);
    await rows.tree.refresh();
    const after = await rows.node(["t1", "t2"]);
    assert.equal(after, before);
    assert.equal(after?.row.state, "waiting");
  });

  it("shows a page, and more when asked to", async () => {
    const rows = new Rows();
    rows.by.set(
      null,
      Array.from({ length: PAGE_SIZE + 3 }, (_, index) => row(`r${index}`)),
    );
    assert.equal((await rows.ids()).at(-1), "more 3");
    rows.tree.more(null);
    await rows.tree.refresh();
    assert.equal((await rows.ids()).at(-1), `r${PAGE_SIZE + 2}`);
  });

  it("ignores answers about a run that is shown no longer", async () => {
    const answers: ((rows: Row[]) => void)[] = [];
    const tree = new RowTree(
      () => new Promise((resolve) => answers.push((rows) => resolve({ rows, total: rows.length }))),
    );
    const late = tree.children(undefined);
    tree.clear();
    const fresh = tree.children(undefined);
    answers[1]?.([row("new")]);
    answers[0]?.([row("old")]);
    assert.deepEqual(
      [...(await late), ...(await fresh)].map((node) => node.kind === "row" && node.row.id),
      ["new"],
    );
  });
});

describe("kept rows", () => {
  it("open only where something was kept", () => {
    const none = { pages: [], details: {} };
    const views = new KeptViews({
      views: {
        tasks: { pages: [{ parent: null, rows: [row("a", "", "closed")], total: 7 }], details: {} },
        primitives: none,
        findings: none,
      },
      tasksBy: { site: none, state: none, wait: none },
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
