import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { briefState } from "../../../server/dap/rows/brief.js";
import type { WaitOp } from "../../../tracer/wire/index.js";
import { ProgramUnderTest } from "./program.js";

const WORDS: readonly [op: WaitOp, brief: string][] = [
  ["send", "send jobs"],
  ["receive", "receive jobs"],
  ["select", "select jobs"],
  ["lock", "lock jobs"],
  ["rlock", "read-lock jobs"],
  ["waitgroup", "group jobs"],
  ["cond", "signal of jobs"],
  ["acquire", "acquire jobs"],
  ["sleep", "timer 1,500 ms"],
  ["timer", "timer 1,500 ms"],
  ["task", "task load"],
  ["all", "all of 3"],
  ["race", "first of 3"],
  ["io", "I/O"],
  ["message", "message from jobs"],
  ["child", "jobs"],
  ["event", "event"],
  ["promise", "a promise"],
];

describe("a task's state in brief", () => {
  for (const [op, brief] of WORDS) {
    it(`is "${brief}" of a wait for ${op}`, () => {
      const { model } = new ProgramUnderTest()
        .primitive(1, "jobs")
        .task(1, "main")
        .task(2, "load", { parent: 1 })
        .waits(1, { op, primitives: [1], calls: [2], members: op === "task" ? 1 : 3, delayMs: 1_500 });
      const main = model.task(1);
      assert.ok(main !== undefined);
      assert.equal(briefState(model, main), brief);
    });
  }

  it("is the state of a task that does not wait", () => {
    const { model } = new ProgramUnderTest().task(1, "main");
    const main = model.task(1);
    assert.ok(main !== undefined);
    assert.equal(briefState(model, main), "running");
  });
});
