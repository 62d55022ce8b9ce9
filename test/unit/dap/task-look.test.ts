import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Row, TaskLook } from "../../../server/dap/protocol.js";
import { locate } from "../../../server/dap/rows/locate.js";
import { momentOf, type Moment } from "../../../server/dap/rows/moment.js";
import { rowsOf } from "../../../server/dap/rows/rows.js";
import { ALL_TASKS } from "../../../server/dap/rows/task-look.js";
import { FILE, ProgramUnderTest, workers } from "./program.js";

function live(program: ProgramUnderTest): Moment {
  return momentOf(program.model, [], false);
}

function rows(moment: Moment, look: Partial<TaskLook>, parent: string | null = null): readonly Row[] {
  const request = { view: "tasks", parent, offset: 0, limit: 500 } as const;
  return rowsOf(moment, { ...request, look: { ...ALL_TASKS, ...look } }).rows;
}

function words(all: readonly Row[]): string[] {
  return all.map(({ label, brief }) => `${label} · ${brief}`);
}

function labels(all: readonly Row[]): string[] {
  return all.map(({ label }) => label);
}

const shop = new ProgramUnderTest()
  .primitive(1, "jobs")
  .task(1, "main")
  .task(2, "producer", { parent: 1, createdLine: 5 })
  .task(3, "consumer", { parent: 1, createdLine: 6 })
  .task(4, "helper", { parent: 3, createdLine: 7 })
  .waits(1, { line: 9, op: "all", calls: [2, 3] })
  .waits(2, { line: 11, op: "send", primitives: [1] })
  .waits(4, { line: 11, op: "send", primitives: [1] });

describe("grouped tasks", () => {
  it("stand by the line at which they are, in the order of the lines", () => {
    assert.deepEqual(words(rows(live(shop), { groupBy: "site" })), [
      "main.ts:6 · 1 task: consumer",
      "main.ts:9 · 1 task: main",
      "main.ts:11 · 2 tasks: producer, helper",
    ]);
  });

  it("stand by state, those that a finding names first", () => {
    const finding = {
      kind: "leak",
      certain: true,
      message: "",
      tasks: [2],
      primitives: [],
      sites: [],
    } as const;
    const moment = momentOf(shop.model, [finding], false);
    assert.deepEqual(words(rows(moment, { groupBy: "state" })), [
      "Stuck · 1 task: producer",
      "Running · 1 task: consumer",
      "Waiting · 2 tasks: main, helper",
    ]);
  });

  it("stand by what they wait for, and open into their frames", () => {
    const groups = rows(live(shop), { groupBy: "wait" });
    assert.deepEqual(labels(groups), ["all of 2", "running", "send jobs"]);
    const tasks = rows(live(shop), { groupBy: "wait" }, groups[2]?.id);
    assert.deepEqual(labels(tasks), ["producer", "helper"]);
    assert.deepEqual(words(rows(live(shop), { groupBy: "wait" }, tasks[0]?.id)), [
      "body · waits here",
      "main · started producer here",
    ]);
  });

  it("fold in a group as they do in the tree", () => {
    const moment = live(workers(1000));
    const group = rows(moment, { groupBy: "wait" }).find(({ label }) => label === "receive jobs");
    const [fold] = rows(moment, { groupBy: "wait" }, group?.id);
    assert.equal(fold?.label, "worker ×998");
    assert.equal(rows(moment, { groupBy: "wait" }, fold.id).length, 500);
  });
});

describe("a filter", () => {
  it("keeps the tasks that have all its words, and who started them", () => {
    assert.deepEqual(labels(rows(live(shop), { filter: "HELPER jobs" })), ["main"]);
    assert.deepEqual(labels(rows(live(shop), { filter: "helper" }, "t1")), ["consumer"]);
    assert.deepEqual(labels(rows(live(shop), { filter: "main.ts:11" }, "t1")), ["producer", "consumer"]);
    assert.deepEqual(rows(live(shop), { filter: "helper nothing" }), []);
  });

  it("is told how many it lets through, in groups too", () => {
    const request = { view: "tasks", parent: null, offset: 0, limit: 500 } as const;
    const look: TaskLook = { ...ALL_TASKS, groupBy: "state", filter: "send" };
    const body = rowsOf(live(shop), { ...request, look });
    assert.equal(body.matching, 2);
    assert.deepEqual(words(body.rows), ["Waiting · 2 tasks: producer, helper"]);
  });
});

describe("tasks of packages", () => {
  function withPackages(): ProgramUnderTest {
    const program = new ProgramUnderTest().task(1, "main").task(2, "own", { parent: 1, createdLine: 4 });
    const at = (file: string) => ({ function: "run", file, line: 1, column: 1 });
    const start = (id: number, parent: number, name: string, file: string): void =>
      program.model.apply({ kind: "start", id, parent, flags: 0, name, created: [at(file)], timeUs: 0 });
    start(3, 1, "poll", "/app/node_modules/pool/index.js");
    start(4, 1, "read", "node:internal/streams");
    start(5, 1, "runner", "/app/node_modules/p-limit/index.js");
    start(6, 5, "job", FILE);
    return program;
  }

  it("are one row, unless they have the user's own below", () => {
    const children = rows(live(withPackages()), { packages: "fold" }, "t1");
    assert.deepEqual(labels(children), ["own", "runner", "node_modules and Node"]);
    assert.equal(children[2]?.brief, "2 tasks");
    assert.deepEqual(labels(rows(live(withPackages()), { packages: "fold" }, children[2].id)), [
      "poll",
      "read",
    ]);
  });

  it("are rows like any, or none", () => {
    const shown = rows(live(withPackages()), { packages: "show" }, "t1");
    assert.deepEqual(labels(shown), ["own", "poll", "read", "runner"]);
    assert.deepEqual(labels(rows(live(withPackages()), { packages: "hide" }, "t1")), ["own", "runner"]);
  });
});

describe("pinned tasks", () => {
  it("stand first, whatever the grouping, and open into their frames", () => {
    for (const groupBy of ["parent", "state"] as const) {
      const look = { groupBy, pinned: [4, 99] };
      assert.equal(rows(live(shop), look)[0]?.label, "Pinned");
      const [helper, ...none] = rows(live(shop), look, "pinned");
      assert.deepEqual([helper?.id, helper?.label, none.length], ["p4", "helper", 0]);
      assert.equal(rows(live(shop), look, "p4")[0]?.place?.site.line, 11);
    }
  });
});

describe("the row of a line", () => {
  it("is that of a task which waits there, in the tree and in a group", () => {
    const path = locate(live(shop), { file: FILE, line: 11 });
    assert.deepEqual(
      path.map(({ id }) => id),
      ["t1", "t2"],
    );
    const look: TaskLook = { ...ALL_TASKS, groupBy: "site" };
    const grouped = locate(live(shop), { file: FILE, line: 11, look });
    assert.deepEqual([grouped.length, grouped[0]?.index, grouped[1]?.id], [2, 2, "t2"]);
  });

  it("is that of the fold in which it is, or of one that was started there", () => {
    const path = locate(live(workers(1000)), { file: FILE, line: 20 });
    assert.match(path[1]?.id ?? "", /^f1\//);
    assert.equal(locate(live(shop), { file: FILE, line: 7 }).at(-1)?.id, "t4");
    assert.deepEqual(locate(live(shop), { file: FILE, line: 99 }), []);
  });
});

describe("a fold", () => {
  it("keeps its place when its first task ends, and stays one while it has two", () => {
    const program = workers(12);
    program.task(50, "other", { parent: 1, createdLine: 9 });
    const shown = (): string[] => labels(rows(live(program), {}, "t1"));
    assert.deepEqual(shown(), ["worker ×10", "worker", "worker", "other"]);
    for (let id = 2; id <= 9; id++) program.ends(id);
    program.task(60, "worker", { parent: 1 }).waits(60, { line: 20, op: "receive", primitives: [1] });
    assert.deepEqual(shown(), ["worker ×3", "worker", "worker", "other"]);
    program.ends(10).ends(11);
    assert.deepEqual(shown(), ["worker", "worker", "other", "worker"]);
  });
});
