/** Dangers that are told as not certain: each in a program that has it, and in those that only look like it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "../../../server/detect/detectors.js";
import type { WaitOp } from "../../../tracer/wire/index.js";
import { at, ProgramUnderTest } from "../dap/program.js";

const HOLDER = 2;
const READER = 3;
const CACHE = 1;
const NEWS = 2;

/** A task holds `cache` while it waits; another queues behind. */
function holderWaits(op: WaitOp, primitives: readonly number[] = []): ProgramUnderTest {
  const program = new ProgramUnderTest().task(1, "(main)").ends(1);
  program.primitive(CACHE, "cache", "mutex").primitive(NEWS, "news");
  program.task(HOLDER, "refresh", { parent: 1 }).task(READER, "read", { parent: 1 });
  program.model.apply({
    kind: "primitiveState",
    id: CACHE,
    length: 1,
    closed: false,
    waiting: 0,
    holders: [HOLDER],
  });
  program.waits(HOLDER, { line: 7, op, primitives, timeMs: 10 });
  return program.waits(READER, { line: 9, op: "lock", primitives: [CACHE], timeMs: 20 });
}

function told(program: ProgramUnderTest, nowMs?: number): string[] {
  return findingsOf(program.model, nowMs).map(({ kind, certain, message }) => {
    assert.equal(certain, false);
    return `${kind}: ${message}`;
  });
}

const HELD =
  "lock-across-wait: refresh held cache while it waited 3 s to receive from news; 1 task queued behind";

describe("a lock held across a wait", () => {
  it("is told while it lasts, once it has lasted", () => {
    const program = holderWaits("receive", [NEWS]);
    assert.deepEqual(told(program, 900), []);
    assert.deepEqual(told(program, 3010), [HELD]);
    assert.deepEqual(findingsOf(program.model, 3010)[0]?.sites, [at(7, "body")]);
  });

  it("is told after it is over, by the recording alone", () => {
    const program = holderWaits("receive", [NEWS]);
    program.model.apply({
      kind: "primitiveState",
      id: CACHE,
      length: 0,
      closed: false,
      waiting: 0,
      holders: [],
    });
    program.resumes(HOLDER, 3010).ends(HOLDER, 3011).resumes(READER, 3012).ends(READER, 3013);
    assert.deepEqual(told(program), [HELD]);
  });

  it("tells of I/O only where somebody queues behind it, and never of a sleep", () => {
    assert.match(
      told(holderWaits("io"), 3010)[0] ?? "",
      /^lock-across-wait: .* for I\/O; 1 task queued behind$/,
    );
    assert.deepEqual(told(holderWaits("io").resumes(READER, 30), 3010), []);
    assert.deepEqual(told(holderWaits("sleep"), 3010), []);
    assert.deepEqual(told(holderWaits("timer"), 3010), []);
  });

  it("is part of the cycle where there is one", () => {
    const kinds = findingsOf(holderWaits("lock", [CACHE]).model, 3010).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["lock-cycle"]);
  });
});

function contexts(count: number): ProgramUnderTest {
  const program = new ProgramUnderTest().task(1, "(main)").ends(1);
  for (let id = 1; id <= count; id++) program.primitive(id, "request", "context");
  return program;
}

describe("a lost cancel", () => {
  it("is told once for contexts of one place that stay open", () => {
    const program = contexts(3);
    for (const id of [1, 2, 3]) program.model.apply({ kind: "orphan", id, ended: false, timeUs: 5000 });
    assert.deepEqual(told(program), [
      "lost-cancel: the work of request is over, and its cancel was never called (×3, same sites)",
    ]);
    assert.deepEqual(findingsOf(program.model)[0]?.sites, [at(2)]);
  });

  it("is none where the context ended soon after, or a task waits at it", () => {
    const soon = contexts(1);
    soon.model.apply({ kind: "orphan", id: 1, ended: false, timeUs: 5000 });
    assert.equal(told(soon).length, 1);
    soon.model.apply({ kind: "orphan", id: 1, ended: true, timeUs: 300_000 });
    assert.deepEqual(told(soon), []);

    const used = contexts(1).task(2, "watch", { parent: 1 });
    used.model.apply({ kind: "orphan", id: 1, ended: false, timeUs: 5000 });
    used.waits(2, { line: 4, op: "receive", primitives: [1] });
    assert.deepEqual(told(used), []);
  });
});

/** `startedMs` tells when each of 2,000 tasks of one place began. */
function manyTasks(startedMs: (index: number) => number, op: WaitOp = "io"): ProgramUnderTest {
  const program = new ProgramUnderTest().task(1, "(main)").ends(1);
  for (let i = 0; i < 2000; i++) {
    program.task(i + 2, "poll", { parent: 1, createdLine: 12, timeMs: startedMs(i) });
    program.waits(i + 2, { line: 5, op, timeMs: startedMs(i) });
  }
  return program;
}

describe("unbounded", () => {
  it("is one place whose tasks began one after the other and all live", () => {
    assert.deepEqual(told(manyTasks((i) => 2 * i)), [
      "unbounded: poll was started 2,000 times at /app/main.ts:12:3 within 4 s, and none of these has ended; the oldest waits for I/O",
    ]);
  });

  it("is no fan-out, and no burst after a few early ones", () => {
    assert.deepEqual(told(manyTasks(() => 40)), []);
    assert.deepEqual(told(manyTasks((i) => (i < 50 ? i : 4000))), []);
  });

  it("says nothing more of tasks that can never go on", () => {
    const program = manyTasks((i) => 2 * i, "promise").drains(5000);
    assert.deepEqual(
      findingsOf(program.model).map(({ kind }) => kind),
      ["leak"],
    );
  });
});

describe("a stalled loop", () => {
  it("names the task that ran and merges what happened at the same place", () => {
    const program = new ProgramUnderTest().task(1, "(main)").ends(1).task(2, "parse", { parent: 1 });
    for (const blockedMs of [900, 2100]) {
      program.model.apply({ kind: "stall", id: 2, site: at(30, "parse"), blockedMs, timeUs: 5000 });
    }
    assert.deepEqual(told(program), [
      "stalled-loop: the event loop did not turn for 2 s; parse ran after /app/main.ts:30:3 (×2, same sites)",
    ]);
  });

  it("is told without a name where no task ran", () => {
    const program = new ProgramUnderTest().task(1, "(main)").ends(1);
    program.model.apply({ kind: "stall", id: null, site: null, blockedMs: 700, timeUs: 5000 });
    assert.deepEqual(told(program), ["stalled-loop: the event loop did not turn for 700 ms"]);
  });
});
