/** What a dump has proved is told: as a deadlock with the main flow in it, else as a leak; alike ones once. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "../../../server/detect/detectors.js";
import { ProgramUnderTest } from "../dap/program.js";

function dumped(): ProgramUnderTest {
  const program = new ProgramUnderTest();
  program.model.apply({ kind: "moment" });
  return program;
}

function stuck(program: ProgramUnderTest, ...ids: number[]): void {
  for (const id of ids) program.model.apply({ kind: "wakers", id, wakers: [], stuck: true });
}

describe("what a dump proves", () => {
  it("is a deadlock when the main flow is in it, with those that it waits for", () => {
    const program = dumped().task(1, "(main)").task(2, "load", { parent: 1 });
    program.waits(1, { line: 3, op: "task", calls: [2] }).waits(2, { line: 9 });
    stuck(program, 1, 2);
    const findings = findingsOf(program.model);
    assert.deepEqual(
      findings.map(({ kind, certain, tasks }) => ({ kind, certain, tasks })),
      [{ kind: "deadlock", certain: true, tasks: [1, 2] }],
    );
    assert.equal(
      findings[0]?.message,
      "the main flow can never go on: (main) waits for task load; load waits for a promise that nobody can settle",
    );
  });

  it("is a leak without the main flow, told once for all that are alike", () => {
    const program = dumped().task(1, "(main)");
    for (let id = 2; id < 1002; id++) program.task(id, "worker", { parent: 1 }).waits(id, { line: 5 });
    program.task(2000, "other", { parent: 1 }).waits(2000, { line: 7 });
    stuck(program, 2000, ...Array.from({ length: 1000 }, (_, i) => i + 2));
    const findings = findingsOf(program.model);
    assert.deepEqual(
      findings.map(({ kind, tasks }) => [kind, tasks.length]),
      [
        ["leak", 1000],
        ["leak", 1],
      ],
    );
    assert.match(findings[0]?.message ?? "", /worker ×1,000 wait for a promise that nobody can settle/);
  });

  it("is nothing where a task can go on", () => {
    const program = dumped().task(1, "(main)").waits(1, { line: 3 });
    program.model.apply({ kind: "wakers", id: 1, wakers: ["a timer"], stuck: false });
    assert.deepEqual(findingsOf(program.model), []);
  });
});
