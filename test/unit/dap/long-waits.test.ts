/** Which waits are too long, and how long they are for a program that a debugger has held meanwhile. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LongWaits, type WaitRule } from "../../../server/dap/debugger/long-waits.js";
import { HeldTimes } from "../../../server/dap/held-times.js";
import { ProgramUnderTest } from "./program.js";

const JOBS: WaitRule = { name: "jobs", longerThanMs: 500, logs: false };

/** "b #3 800 +1" for each wait that is told at this moment. */
function told(waits: LongWaits, program: ProgramUnderTest, nowMs: number, rules = [JOBS]): string[] {
  return waits
    .look(program.model, rules, (fromMs) => nowMs - fromMs)
    .map(({ task, waitedMs, others }) => `${task.name} #${task.id} ${waitedMs} +${others}`);
}

function twoAtJobs(): ProgramUnderTest {
  return new ProgramUnderTest()
    .primitive(1, "jobs")
    .primitive(2, "answers")
    .task(2, "a")
    .task(3, "b")
    .task(4, "c")
    .waits(2, { primitives: [1], timeMs: 100 })
    .waits(3, { primitives: [1], timeMs: 50 })
    .waits(4, { primitives: [2], timeMs: 0 });
}

describe("long waits", () => {
  it("are told once they are longer than the limit, once, and those of one look together", () => {
    const waits = new LongWaits();
    const program = twoAtJobs();
    assert.deepEqual(told(waits, program, 550), []);
    assert.deepEqual(told(waits, program, 700), ["b #3 650 +1"]);
    assert.deepEqual(told(waits, program, 900), []);
    assert.deepEqual(told(waits, program, 900, [{ ...JOBS }]), []);
  });

  it("are told again when the task waits anew", () => {
    const waits = new LongWaits();
    const program = twoAtJobs();
    told(waits, program, 700);
    program.waits(2, { primitives: [1], timeMs: 800 });
    assert.deepEqual(told(waits, program, 1_200), []);
    assert.deepEqual(told(waits, program, 1_400), ["a #2 600 +0"]);
  });

  it("are those of a select at one of several, too", () => {
    const program = new ProgramUnderTest()
      .primitive(1, "jobs")
      .primitive(2, "answers")
      .task(2, "a")
      .waits(2, { primitives: [2, 1], timeMs: 0 });
    assert.deepEqual(told(new LongWaits(), program, 501), ["a #2 501 +0"]);
  });

  it("have a limit each", () => {
    const rules = [JOBS, { name: "answers", longerThanMs: 100, logs: true }];
    const waits = new LongWaits();
    const program = twoAtJobs();
    assert.deepEqual(told(waits, program, 200, rules), ["c #4 200 +0"]);
    assert.deepEqual(told(waits, program, 560, rules), ["b #3 510 +0"]);
  });
});

describe("the time in which a program runs", () => {
  it("leaves out when it was held, and when it is", () => {
    const held = new HeldTimes();
    held.begin(100);
    held.end(300);
    held.begin(400);
    held.end(500);
    assert.equal(held.runningMs(0, 600), 300);
    assert.equal(held.runningMs(250, 600), 200);
    assert.equal(held.runningMs(550, 600), 50);
    held.begin(600);
    assert.equal(held.runningMs(550, 900), 50);
    assert.equal(held.runningMs(650, 900), 0);
  });

  it("is held since the first word that it is, until the first that it is not", () => {
    const held = new HeldTimes();
    held.end(50);
    held.begin(100);
    held.begin(150);
    assert.equal(held.sinceMs, 100);
    held.end(300);
    held.end(350);
    assert.equal(held.sinceMs, null);
    assert.equal(held.runningMs(0, 400), 200);
  });
});
