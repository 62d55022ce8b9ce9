/** Several recordings read as one program: ids that are unique, one clock, and what is over is let go. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "../../../server/detect/detectors.js";
import { Tree } from "../../../server/model/tree.js";
import type { ModelRecord } from "../../../server/model/dump-records.js";
import { ExitFlag, StartFlag, type Header } from "../../../tracer/wire/index.js";

const sites = { map: <T>(frame: T): T => frame, mapToAwait: <T>(frame: T): T => frame };

function headerOf(unit: string, parent: string | null, threadId = 0, startedAtMs = 1000): Header {
  const pid = threadId === 0 && unit !== "" ? 8 : 7;
  return {
    pid,
    threadId,
    unit,
    parent,
    argv: ["node", `/app/${unit}.js`],
    cwd: "/",
    node: "",
    sluice: "",
    startedAtMs,
  };
}

function start(id: number, name: string, timeUs = 0): ModelRecord {
  const flags = id === 1 ? StartFlag.main : StartFlag.spawned;
  return { kind: "start", id, parent: id === 1 ? null : 1, flags, name, created: [], timeUs };
}

function wait(id: number, calls: readonly number[] = [], timeUs = 0): ModelRecord {
  const op = calls.length > 0 ? "task" : "promise";
  const rest = { flags: 0, site: null, delayMs: 0, primitives: [], members: 0 };
  return { kind: "wait", id, op, timeUs, calls, ...rest };
}

const DRAINED: ModelRecord = { kind: "exit", timeUs: 5000, code: 0, flags: ExitFlag.drained };

function treeOf(...rootRecords: readonly ModelRecord[]): Tree {
  const tree = new Tree(sites);
  tree.apply({ kind: "header", header: headerOf("", null) });
  for (const record of rootRecords) tree.apply(record);
  return tree;
}

describe("a tree of units", () => {
  it("keeps the ids of a program that is one thread", () => {
    const records = Array.from({ length: 5000 }, (_, index) => start(index + 1, `task ${index + 1}`));
    const ids = [...treeOf(...records).tasks()].map(({ id }) => id);
    assert.deepEqual(
      ids,
      ids.map((_, index) => index + 1),
    );
  });

  it("gives each task an id of its own, wherever its recording counts", () => {
    const tree = treeOf(start(1, "(main)"));
    const worker = tree.join(headerOf("worker", "", 2), sites);
    assert.ok(worker);
    for (const id of [1, 2, 1500]) tree.applyTo(worker.id, start(id, `w${id}`));
    for (const id of [2, 1500]) tree.apply(start(id, `m${id}`));
    tree.applyTo(worker.id, wait(1, [1500]));
    const tasks = [...tree.tasks()];
    assert.equal(new Set(tasks.map(({ id }) => id)).size, 6);
    for (const { id, name } of tasks) {
      assert.equal(tree.task(id)?.name, name);
      assert.equal(tree.unitOf(id)?.name, name.startsWith("w") ? "worker 2" : "main");
    }
    const [first] = worker.model.tasks();
    assert.equal(tree.task(first?.wait?.task ?? 0)?.name, "w1500");
  });

  it("has one clock", () => {
    const tree = treeOf(start(1, "(main)"));
    const child = tree.join(headerOf("child", "", 0, 1250), sites);
    assert.ok(child);
    tree.applyTo(child.id, start(1, "(main)", 3000));
    assert.equal([...child.model.tasks()][0]?.startedMs, 253);
    assert.equal(tree.nowMs, 253);
  });

  it("judges each loop by itself, and says whose it is", () => {
    const tree = treeOf(start(1, "(main)"), wait(1));
    const worker = tree.join(headerOf("worker", "", 2), sites);
    assert.ok(worker);
    for (const record of [start(1, "(main)"), wait(1), DRAINED]) tree.applyTo(worker.id, record);
    const [finding, ...rest] = findingsOf(tree);
    assert.deepEqual(rest, []);
    assert.equal(finding?.unit, worker.id);
    assert.match(finding.message, /^worker 2 \(worker\.js\): all tasks are asleep/);
    tree.apply(DRAINED);
    assert.deepEqual(
      findingsOf(tree).map(({ unit }) => unit ?? 0),
      [0, worker.id],
    );
  });

  it("withholds verdicts only of the unit whose records were lost", () => {
    const tree = treeOf(start(1, "(main)"), wait(1), DRAINED);
    const worker = tree.join(headerOf("worker", "", 2), sites);
    assert.ok(worker);
    for (const record of [start(1, "(main)"), wait(1), DRAINED]) tree.applyTo(worker.id, record);
    worker.model.noteLoss(3);
    assert.equal(tree.complete, false);
    assert.equal(tree.counters.dropped, 3);
    assert.deepEqual(
      findingsOf(tree).map(({ unit }) => unit),
      [undefined],
    );
  });

  it("lets go of what is over and has nothing to show, and keeps what it counted", () => {
    const tree = treeOf(start(1, "(main)"));
    const child = tree.join(headerOf("child", ""), sites);
    assert.ok(child);
    const counters = { tasksStarted: 9, tasksLive: 0, channelOps: 2, promises: 5, dropped: 0 };
    tree.applyTo(child.id, { kind: "counters", timeUs: 1, ...counters });
    assert.equal(tree.isOver(child.id), false);
    tree.applyTo(child.id, { kind: "exit", timeUs: 2, code: 0, flags: ExitFlag.drained });
    assert.equal(tree.isOver(child.id), true);
    const { revision } = tree;
    tree.retire(child.id);
    assert.equal(tree.units.length, 1);
    assert.equal(tree.counters.tasksStarted, 9);
    assert.ok(tree.revision >= revision, "whoever looks for changes sees one");
  });

  it("does not take the tasks of a worker that was terminated for live", () => {
    const worker = {
      id: 1,
      primitiveKind: "worker",
      name: "worker 2",
      capacity: 0,
      created: [],
      maker: null,
      parent: null,
      deadlineMs: 0,
    } as const;
    const tree = treeOf(start(1, "(main)"), { kind: "primitive", ...worker });
    const unit = tree.join(headerOf("worker", "", 2), sites);
    assert.ok(unit);
    for (const record of [start(1, "(main)"), wait(1)]) tree.applyTo(unit.id, record);
    assert.equal([...tree.liveTasks()].length, 2);
    tree.apply({
      kind: "primitiveState",
      id: 1,
      length: 0,
      closed: true,
      waiting: 0,
      holders: [],
    });
    assert.equal(tree.isOver(unit.id), true);
    tree.retire(unit.id);
    assert.equal([...tree.liveTasks()].length, 1);
  });
});
