import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "../../../server/detect/detectors.js";
import type { Row, ViewName } from "../../../server/dap/protocol.js";
import { detailsOf } from "../../../server/dap/rows/details.js";
import { momentOf, type Moment } from "../../../server/dap/rows/moment.js";
import { keepViews, rowsOf } from "../../../server/dap/rows/rows.js";
import { Tree } from "../../../server/model/tree.js";
import { FILE, ProgramUnderTest, workers } from "./program.js";

function live(program: ProgramUnderTest): Moment {
  return momentOf(program.model, findingsOf(program.model), false);
}

function rows(moment: Moment, view: ViewName, parent: string | null = null, offset = 0, limit = 500) {
  return rowsOf(moment, { view, parent, offset, limit });
}

function labels(program: ProgramUnderTest): string[] {
  return rows(live(program), "tasks").rows.map(({ label }) => label);
}

function words(row: Row): string {
  return `${row.label} · ${row.state} · ${row.place?.site.line ?? "?"}`;
}

describe("the rows of the Tasks view", () => {
  const program = new ProgramUnderTest()
    .primitive(1, "jobs")
    .task(1, "main")
    .task(2, "producer", { parent: 1, createdLine: 5 })
    .task(3, "consumer", { parent: 1, createdLine: 6 })
    .task(4, "helper", { parent: 3, createdLine: 7 })
    .waits(1, { line: 9, op: "all", calls: [2, 3] })
    .waits(2, { line: 11, op: "send", primitives: [1], timeMs: 40 });

  it("are a tree by who started whom", () => {
    const moment = live(program);
    assert.deepEqual(rows(moment, "tasks").rows.map(words), ["main · waiting for all of 2 tasks · 9"]);
    assert.deepEqual(rows(moment, "tasks", "t1").rows.map(words), [
      "producer · waiting to send on jobs · 11",
      "consumer · running · 6",
    ]);
    assert.deepEqual(rows(moment, "tasks", "t3").rows.map(words), ["helper · running · 7"]);
  });

  it("tell whether they have children, their age, and what a click opens", () => {
    const [main] = rows(live(program), "tasks").rows;
    const [producer] = rows(live(program), "tasks", "t1").rows;
    assert.equal(main?.children, "open");
    assert.equal(producer?.children, "none");
    assert.deepEqual(producer.age, { kind: "since", epochMs: 1_000_040, oldestOf: 1 });
    assert.deepEqual(producer.place?.site, { function: "body", file: FILE, line: 11, column: 3 });
    assert.equal(producer.icon, "send");
  });

  it("keep an ended parent as long as it has live children", () => {
    const orphaned = new ProgramUnderTest()
      .task(1, "main")
      .task(2, "starter", { parent: 1 })
      .task(3, "left", { parent: 2 })
      .ends(2);
    assert.deepEqual(
      rows(live(orphaned), "tasks", "t1").rows.map((row) => `${row.label} ${row.state}`),
      ["starter done"],
    );
    orphaned.ends(3);
    assert.equal(rows(live(orphaned), "tasks", "t1").total, 0);
  });

  it("leave out the entry module once it is evaluated", () => {
    const started = new ProgramUnderTest().task(1, "(main)").task(2, "main", { parent: 1 });
    assert.deepEqual(labels(started), ["(main)"]);
    started.ends(1);
    assert.deepEqual(labels(started), ["main"]);
  });

  it("stop growing older with the program", () => {
    const ended = new ProgramUnderTest().task(1, "main").waits(1, { line: 3, timeMs: 100 }).drains(2_600);
    const [main] = rows(momentOf(ended.model, [], true), "tasks").rows;
    assert.deepEqual(main?.age, { kind: "lasted", ms: 2_500, oldestOf: 1 });
  });

  it("answer nothing about rows that are gone", () => {
    const moment = live(program);
    for (const gone of ["t99", "f1/nothing", "f99/x", "nonsense", ""]) {
      assert.deepEqual(rows(moment, "tasks", gone), { rows: [], total: 0 });
      assert.equal(detailsOf(moment, { view: "tasks", id: gone }), null);
    }
  });
});

describe("alike tasks", () => {
  const moment = live(workers(10_000));

  it("are one row, which stands where the first of them would", () => {
    const { rows: children, total } = rows(moment, "tasks", "t1");
    assert.equal(total, 3);
    assert.deepEqual(children.map(words), [
      "worker ×9,998 · waiting to receive from jobs · 20",
      "worker · waiting for a timer of 10,000 ms · 21",
      "worker · waiting for a timer of 10,001 ms · 21",
    ]);
    assert.deepEqual(children[0]?.age, { kind: "since", epochMs: 1_000_002, oldestOf: 9_998 });
  });

  it("are read page by page", () => {
    const fold = rows(moment, "tasks", "t1").rows[0]?.id ?? "";
    const second = rows(moment, "tasks", fold, 500, 500);
    assert.equal(second.total, 9_998);
    assert.equal(second.rows.length, 500);
    assert.equal(second.rows[0]?.id, "t502");
    assert.equal(rows(moment, "tasks", fold, 9_990, 500).rows.length, 8);
  });

  it("keep the id of their row while tasks come and go", () => {
    const program = workers(20);
    const before = rows(live(program), "tasks", "t1").rows[0]?.id;
    program.ends(2).task(99, "worker", { parent: 1, createdLine: 8 });
    program.waits(99, { line: 20, op: "receive", primitives: [1] });
    assert.equal(rows(live(program), "tasks", "t1").rows[0]?.id, before);
  });

  it("fold whatever the fill of their channel and the length of their timers", () => {
    const program = new ProgramUnderTest().primitive(1, "jobs", "channel", 10).task(1, "main");
    for (let id = 2; id < 10; id++) {
      program.task(id, "poll", { parent: 1 }).waits(id, { line: 4, op: "sleep", delayMs: id * 7 });
    }
    assert.deepEqual(rows(live(program), "tasks", "t1").rows.map(words), [
      "poll ×8 · waiting for a timer · 4",
    ]);
  });

  it("fold with those whose place is not known, as long as there is one place", () => {
    const program = new ProgramUnderTest().task(1, "main");
    for (let id = 2; id < 22; id++) {
      program.task(id, "worker", { parent: 1 }).waits(id, id < 12 ? {} : { line: 4 });
    }
    const [before] = rows(live(program), "tasks", "t1").rows;
    assert.match(before === undefined ? "" : words(before), /^worker ×20 · .* · 4$/);
    for (let id = 12; id < 21; id++) program.waits(id, {});
    assert.equal(rows(live(program), "tasks", "t1").rows[0]?.id, before?.id);
    for (let id = 2; id < 8; id++) program.waits(id, { line: 5 });
    assert.deepEqual(
      rows(live(program), "tasks", "t1").rows.map((row) => `${row.label} ${row.place?.site.line ?? "?"}`),
      ["worker ×6 5", "worker ×13 ?", "worker 4"],
    );
  });

  it("stay apart when they are few, or have children of their own", () => {
    assert.equal(rows(live(workers(5)), "tasks", "t1").total, 5);
    const program = workers(20);
    for (let id = 2; id < 22; id++) program.task(id + 100, "child", { parent: id });
    assert.equal(rows(live(program), "tasks", "t1").total, 20);
  });

  it("are counted in one pass, however many pages are asked for", () => {
    const many = workers(10_000);
    const moment = live(many);
    const liveTasks = many.model.liveTasks.bind(many.model);
    let passes = 0;
    many.model.liveTasks = () => {
      passes++;
      return liveTasks();
    };
    const { total, rows: folded } = rows(moment, "tasks", "t1");
    for (let page = 0; page < 20; page++) rows(moment, "tasks", folded[0]?.id ?? "", page * 500, 500);
    assert.equal(total, 3);
    assert.ok(passes <= 1, `${passes} passes`);
  });
});

describe("the rows of the Findings view", () => {
  const program = workers(20)
    .waits(1, { line: 9, op: "send", primitives: [1] })
    .drains(5_000);
  const moment = momentOf(program.model, findingsOf(program.model), true);
  const [finding] = rows(moment, "findings").rows;

  it("are a sentence each, which opens the blocked line", () => {
    assert.match(
      finding?.label ?? "",
      /^all tasks are asleep: main waits to send on jobs; worker ×18 wait to receive/,
    );
    assert.equal(finding?.place?.site.line, 9);
    assert.equal(finding.icon, "finding");
  });

  it("open into tasks and primitives, and those into places", () => {
    const children = rows(moment, "findings", finding?.id).rows;
    assert.deepEqual(children.map(words), [
      "main · waiting to send on jobs · 9",
      "worker ×18 · waiting to receive from jobs · 20",
      "worker · waiting for a timer of 20 ms · 21",
      "worker · waiting for a timer of 21 ms · 21",
      "jobs · channel, created here · 2",
    ]);
    assert.deepEqual(rows(moment, "findings", children[2]?.id).rows.map(words), [
      "body · waits here · 21",
      "main · started worker here · 8",
    ]);
    assert.equal(rows(moment, "findings", children[1]?.id).total, 18);
    const ids = children.map((row) => row.id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it("mark the tasks that will never go on in the Tasks view too", () => {
    assert.equal(rows(moment, "tasks").rows[0]?.stuck, true);
  });
});

describe("details", () => {
  it("tell where a task waits and where it was started, through its parents", () => {
    const moment = live(workers(3));
    assert.deepEqual(
      detailsOf(moment, { view: "tasks", id: "t2" })?.sections.map(({ heading, sites }) => [
        heading,
        sites[0]?.line,
      ]),
      [
        ["Waits at", 20],
        ["Started by main at", 8],
      ],
    );
  });
});

describe("what is kept of an ended run", () => {
  it("is all of a small one", () => {
    const program = workers(20)
      .waits(1, { line: 9, op: "send", primitives: [1] })
      .drains(5_000);
    const { tasks, findings } = keepViews(momentOf(program.model, findingsOf(program.model), true)).views;
    assert.equal(tasks.pages.find((page) => page.parent === "t1")?.rows.length, 3);
    assert.equal(findings.pages[0]?.rows.length, 1);
    assert.equal(tasks.details["t1"]?.title, "main #1");
  });

  it("is bounded, and says how much there was", () => {
    const { tasks } = keepViews(momentOf(workers(10_000).drains(9).model, [], true)).views;
    const fold = tasks.pages.find((page) => page.total === 9_998);
    assert.equal(fold?.rows.length, 500);
    assert.ok(JSON.stringify(tasks).length < 1_000_000);
  });
});

describe("the rows of workers and child processes", () => {
  it("stand beside those of the main process, and open into their tasks", () => {
    const sites = { map: <T>(frame: T): T => frame, mapToAwait: <T>(frame: T): T => frame };
    const tree = new Tree(sites);
    const header = { pid: 1, threadId: 0, unit: "", parent: null, argv: [], cwd: "", node: "", sluice: "" };
    const rest = { flags: 0, created: [], timeUs: 0 };
    tree.apply({ kind: "header", header: { ...header, startedAtMs: 0 } });
    tree.apply({ kind: "start", id: 1, parent: null, name: "main", ...rest });
    const argv = ["node", "/app/parse.js"];
    const worker = tree.join({ ...header, threadId: 2, unit: "w", parent: "", argv, startedAtMs: 0 }, sites);
    assert.ok(worker);
    for (let id = 1; id <= 7; id++) {
      const parent = id === 1 ? null : 1;
      tree.applyTo(worker.id, { kind: "start", id, parent, name: id === 1 ? "(main)" : "parse", ...rest });
    }
    const moment = momentOf(tree, [], false);
    assert.deepEqual(
      rows(moment, "tasks").rows.map(({ id, label, icon }) => `${id} ${label} ${icon}`),
      ["t1 main running", "u1 worker 2 (parse.js) worker"],
    );
    assert.equal(rows(moment, "tasks", null, 1, 1).rows[0]?.id, "u1");
    const [main] = rows(moment, "tasks", "u1").rows;
    assert.equal(main?.label, "(main)");
    const [fold] = rows(moment, "tasks", main.id).rows;
    assert.equal(fold?.label, "parse ×6");
    assert.equal(rows(moment, "tasks", fold.id).total, 6);
    tree.applyTo(worker.id, { kind: "end", id: 1, failed: false, timeUs: 1 });
    const [later] = rows(momentOf(tree, [], false), "tasks", "u1").rows;
    assert.ok(later);
    assert.match(later.id, /^fu1\//);
    assert.equal(rows(momentOf(tree, [], false), "tasks", later.id).total, 6);
  });
});
