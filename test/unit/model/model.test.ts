/** What makes calls tasks, and what a task looks like, from hand-written records. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Model } from "../../../server/model/model.js";
import {
  StartFlag,
  WaitFlag,
  type StartRecord,
  type WaitRecord,
  type WireFrame,
} from "../../../tracer/wire/index.js";

const at = (line: number, name: string): WireFrame => ({ function: name, file: "/app.ts", line, column: 1 });

const model = (): Model =>
  new Model({ map: (frame) => frame, mapToAwait: (frame) => ({ ...frame, column: 99 }) });

function start(id: number, parent: number | null, flags: number, name = `f${id}`): StartRecord {
  return { kind: "start", id, parent, flags, name, created: [at(id, "caller")], timeUs: id * 1000 };
}

function wait(id: number, rest: Partial<WaitRecord>): WaitRecord {
  const site = at(100 + id, `f${id}`);
  const nothing = { calls: [], primitives: [], members: 0, delayMs: 0, flags: 0 };
  return { kind: "wait", id, op: "promise", site, timeUs: 5000, ...nothing, ...rest };
}

describe("the model", () => {
  it("joins frames to the task that awaits them, innermost first", () => {
    const m = model();
    m.apply(start(1, null, StartFlag.main, "(main)"));
    m.apply(start(2, 1, 0));
    m.apply(start(3, 2, StartFlag.frame));
    m.apply(start(4, 3, StartFlag.frame));
    m.apply(wait(2, { op: "task", calls: [3] }));
    m.apply(wait(3, { op: "task", calls: [4] }));
    m.apply(wait(4, { op: "sleep", delayMs: 70 }));
    const tasks = [...m.tasks()];
    assert.deepEqual(
      tasks.map((task) => task.name),
      ["(main)", "f2"],
    );
    const task = m.task(2);
    assert.deepEqual(
      task?.stack.map((site) => site.function),
      ["f4", "f3", "f2"],
    );
    assert.equal(task.wait?.op, "sleep");
    assert.equal(task.wait.delayMs, 70);
    assert.equal(m.task(3), undefined, "a frame is no task");
  });

  it("tells a wait for another task by that task, also when it waits for a frame of it", () => {
    const m = model();
    m.apply(start(1, null, StartFlag.main));
    m.apply(start(2, 1, 0));
    m.apply(start(3, 1, 0));
    m.apply(start(4, 3, StartFlag.frame));
    m.apply(wait(2, { op: "task", calls: [4] }));
    assert.equal(m.task(2)?.wait?.task, 3);
  });

  it("keeps a task's snapshot until something about it changes", () => {
    const m = model();
    m.apply(start(1, null, StartFlag.main));
    m.apply(start(2, 1, 0));
    m.apply(start(3, 2, StartFlag.frame));
    const first = m.task(2);
    assert.equal(m.task(2), first);
    m.apply(wait(2, { op: "task", calls: [3] }));
    m.apply(wait(3, { op: "timer" }));
    assert.notEqual(m.task(2), first);
    assert.equal(m.task(2)?.state, "waiting");
    m.apply({ kind: "resume", id: 3, timeUs: 9000 });
    assert.equal(m.task(2)?.state, "running");
    assert.equal(m.task(2)?.fromMs, 9, "since it was woken");
    m.apply({ kind: "end", id: 2, failed: false, timeUs: 9500 });
    assert.equal(m.task(2)?.state, "done");
    assert.equal(m.task(2)?.endedMs, 9.5);
    assert.deepEqual(
      [...m.liveTasks()].map((task) => task.id),
      [1],
    );
  });

  it("knows the main flow: the entry module and the calls that it makes itself", () => {
    const m = model();
    m.apply(start(1, null, StartFlag.main));
    m.apply(start(2, 1, 0));
    m.apply(start(3, 1, StartFlag.spawned));
    m.apply(start(4, 1, StartFlag.callback));
    m.apply(start(5, 2, 0));
    assert.deepEqual(
      [...m.tasks()].map((task) => task.mainFlow),
      [true, true, false, false, false],
    );
  });

  it("asks for the await where only a place inside of its operand is known", () => {
    const m = model();
    m.apply(start(1, null, StartFlag.main));
    m.apply(wait(1, { flags: WaitFlag.operandSite }));
    assert.equal(m.task(1)?.stack[0]?.column, 99);
  });

  it("lets the entry module wait again after it seemed to be over", () => {
    const m = model();
    m.apply(start(1, null, StartFlag.main));
    m.apply({ kind: "end", id: 1, failed: false, timeUs: 1 });
    m.apply(wait(1, {}));
    assert.equal(m.task(1)?.state, "waiting");
  });

  it("keeps the last ended tasks and forgets the earlier ones", () => {
    const m = model();
    m.apply(start(1, null, StartFlag.main));
    for (let id = 2; id < 5000; id++) {
      m.apply(start(id, 1, 0));
      m.apply({ kind: "end", id, failed: false, timeUs: id });
    }
    assert.equal([...m.tasks()].length, 1001);
    assert.ok(m.task(4999));
  });

  it("ignores what it never heard the beginning of", () => {
    const m = model();
    m.apply(wait(7, {}));
    m.apply({ kind: "end", id: 8, failed: false, timeUs: 1 });
    m.apply({
      kind: "primitiveState",
      id: 3,
      length: 1,
      closed: false,
      waiting: 0,
      holders: [],
    });
    assert.deepEqual([...m.tasks()], []);
  });
});
