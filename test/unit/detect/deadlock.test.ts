/** When a drained event loop is a deadlock, when it is not, and how it is told. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "../../../server/detect/detectors.js";
import { Model } from "../../../server/model/model.js";
import { ExitFlag, StartFlag, WaitFlag, type WaitOp, type WireRecord } from "../../../tracer/wire/index.js";

interface Waiting {
  readonly name: string;
  readonly flags?: number;
  readonly op?: WaitOp;
  readonly primitive?: number;
  readonly waitFlags?: number;
}

const EXIT = { kind: "exit", timeUs: 10_000, code: 0, flags: ExitFlag.drained } as const;

function modelOf(tasks: readonly Waiting[], ...more: WireRecord[]): Model {
  const model = new Model({ map: (frame) => frame, mapToAwait: (frame) => frame });
  const jobs = {
    name: "jobs",
    primitiveKind: "channel",
    capacity: 2,
    created: [],
    maker: null,
    parent: null,
    deadlineMs: 0,
  } as const;
  model.apply({
    kind: "start",
    id: 1,
    parent: null,
    flags: StartFlag.main,
    name: "(main)",
    created: [],
    timeUs: 0,
  });
  model.apply({ kind: "end", id: 1, failed: false, timeUs: 1 });
  model.apply({ kind: "primitive", id: 1, ...jobs });
  tasks.forEach(({ name, flags = 0, op = "promise", primitive, waitFlags = 0 }, i) => {
    const id = i + 2;
    model.apply({ kind: "start", id, parent: 1, flags, name, created: [], timeUs: 0 });
    model.apply({
      kind: "wait",
      id,
      op,
      flags: waitFlags,
      site: { function: name, file: "/app.ts", line: id, column: 1 },
      timeUs: 0,
      delayMs: 0,
      calls: [],
      primitives: primitive === undefined ? [] : [primitive],
      members: 0,
    });
  });
  for (const record of more) model.apply(record);
  return model;
}

const main: Waiting = { name: "main", op: "receive", primitive: 1 };
const worker: Waiting = { name: "worker", flags: StartFlag.spawned, op: "send", primitive: 1 };

describe("deadlock", () => {
  it("names the main flow first, folds alike tasks, and lists tasks, primitives and sites", () => {
    const [finding, ...rest] = findingsOf(modelOf([worker, worker, main], EXIT));
    assert.deepEqual(rest, []);
    assert.deepEqual(finding, {
      kind: "deadlock",
      certain: true,
      message:
        "all tasks are asleep: main waits to receive from jobs (0/2); worker ×2 wait to send on jobs (0/2)",
      tasks: [4, 2, 3],
      primitives: [1],
      sites: [4, 2, 3].map((line) => ({
        function: line === 4 ? "main" : "worker",
        file: "/app.ts",
        line,
        column: 1,
      })),
    });
  });

  it("needs a drained event loop", () => {
    assert.deepEqual(findingsOf(modelOf([main])), []);
    assert.deepEqual(findingsOf(modelOf([main], { ...EXIT, flags: 0 })), []);
  });

  it("needs the main flow among those that wait", () => {
    assert.deepEqual(
      findingsOf(modelOf([worker], EXIT)).map(({ kind }) => kind),
      ["leak"],
    );
  });

  it("is not what waits for something that lets the program end", () => {
    const heartbeat = { ...main, op: "timer", waitFlags: WaitFlag.unreferenced } as const;
    assert.deepEqual(findingsOf(modelOf([heartbeat], EXIT)), []);
  });

  it("is not certain while a timer that lets the program end may hold the resolver", () => {
    const unsure = { ...EXIT, flags: ExitFlag.drained | ExitFlag.unreferencedTimers };
    assert.equal(findingsOf(modelOf([{ name: "main" }], unsure))[0]?.certain, false);
    assert.equal(findingsOf(modelOf([main], unsure))[0]?.certain, true, "a channel has no such resolver");
  });

  it("is not told when records were lost", () => {
    const counters = { tasksStarted: 1, tasksLive: 1, channelOps: 0, promises: 0, dropped: 1, timeUs: 0 };
    assert.deepEqual(findingsOf(modelOf([main], EXIT, { kind: "counters", ...counters })), []);
  });

  it("stays one sentence with many kinds of tasks", () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ ...main, name: `task${i}` }));
    const [finding] = findingsOf(modelOf(many, EXIT));
    assert.match(finding?.message ?? "", /; and 34 more$/);
    assert.equal(finding?.tasks.length, 40);
  });
});
