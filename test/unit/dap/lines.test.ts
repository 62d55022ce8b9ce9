/** What stands at the lines of a file: kept up to date as records come, and the same as when it is made anew. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { findingsOf } from "../../../server/detect/detectors.js";
import { linesOf, tasksAt } from "../../../server/dap/lines/line-facts.js";
import { LineIndex } from "../../../server/dap/lines/line-index.js";
import type { FileLines } from "../../../server/dap/protocol.js";
import { momentOf, type Moment } from "../../../server/dap/rows/moment.js";
import { Tree } from "../../../server/model/tree.js";
import type { ModelRecord } from "../../../server/model/dump-records.js";
import { StartFlag, type Header } from "../../../tracer/wire/index.js";
import { FILE, ProgramUnderTest } from "./program.js";

function followed(): { readonly program: ProgramUnderTest; readonly index: LineIndex } {
  const program = new ProgramUnderTest().primitive(1, "jobs").primitive(2, "acks");
  const index = new LineIndex(program.model);
  program.model.watcher = index;
  return { program: program.task(1, "main"), index };
}

function momentNow({ model }: ProgramUnderTest): Moment {
  return momentOf(model, findingsOf(model), false);
}

function told(program: ProgramUnderTest, index: LineIndex): FileLines {
  const of = { index, moment: momentNow(program), tasksStarted: 0 };
  return linesOf(of, [FILE], false)[0]!;
}

function waits({ waits }: FileLines): string[] {
  return waits.map(({ line, count, waits, more, age }) => {
    const since = age?.kind === "since" ? age.epochMs - 1_000_000 : "";
    return `${line}: ${count} ${waits.join(", ")}${more === 0 ? "" : ` +${more}`} since ${since}`;
  });
}

describe("the tasks that wait at a line", () => {
  it("are told with the oldest, and what most of them wait for first", () => {
    const { program, index } = followed();
    for (const id of [2, 3, 4]) program.task(id, "worker", { parent: 1, createdLine: 8 });
    program
      .waits(2, { line: 20, op: "receive", primitives: [2], timeMs: 30 })
      .waits(3, { line: 20, op: "receive", primitives: [1], timeMs: 10 })
      .waits(4, { line: 20, op: "receive", primitives: [1], timeMs: 20 });
    assert.deepEqual(waits(told(program, index)), ["20: 3 receive jobs, receive acks since 10"]);
    program.resumes(3, 40);
    assert.deepEqual(waits(told(program, index)), ["20: 2 receive jobs, receive acks since 20"]);
    program.ends(4, 50).ends(2, 50);
    assert.deepEqual(waits(told(program, index)), []);
  });

  it("each wait for a timer of their own", () => {
    const { program, index } = followed();
    for (const id of [2, 3]) {
      program
        .task(id, "worker", { parent: 1 })
        .waits(id, { line: 20, op: "sleep", delayMs: id * 100, timeMs: id });
    }
    assert.deepEqual(waits(told(program, index)), ["20: 2 timer since 2"]);
    assert.equal(told(program, index).waits[0]?.state, "outside");
    program.resumes(3, 40);
    assert.deepEqual(waits(told(program, index)), ["20: 1 timer 200 ms since 2"]);
  });

  it("are the same, however often somebody has asked meanwhile", () => {
    const id = fc.integer({ min: 2, max: 6 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant("wait" as const), id, line: fc.integer({ min: 20, max: 22 }) }),
      fc.record({ kind: fc.constantFrom("resume" as const, "end" as const, "ask" as const), id }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { program, index } = followed();
        for (const task of [2, 3, 4, 5, 6]) program.task(task, "worker", { parent: 1 });
        steps.forEach((one, timeMs) => {
          if (one.kind === "wait") {
            const primitives = [1 + (one.id % 2)];
            program.waits(one.id, { line: one.line, op: "receive", primitives, timeMs });
          } else if (one.kind === "resume") program.resumes(one.id, timeMs);
          else if (one.kind === "end") program.ends(one.id, timeMs);
          else told(program, index);
        });
        const anew = new LineIndex(program.model, null);
        assert.deepEqual(told(program, index).waits, told(program, anew).waits);
      }),
    );
  });

  it("are told one by one to whoever points at the line, alike ones as one", () => {
    const { program, index } = followed();
    for (let id = 2; id < 9; id++) {
      program
        .task(id, "worker", { parent: 1, createdLine: 8, timeMs: id })
        .waits(id, { line: 20, op: "receive", primitives: [1], timeMs: id });
    }
    program.task(9, "guard", { parent: 1 }).waits(9, { line: 20, op: "receive", primitives: [1], timeMs: 1 });
    const of = { index, moment: momentNow(program), tasksStarted: 0 };
    const { tasks, total } = tasksAt(of, FILE, 20);
    assert.equal(total, 8);
    assert.deepEqual(
      tasks.map(({ label, count, state, start }) => `${label} ${count} ${state} ${start?.line ?? "?"}`),
      ["guard 1 waiting to receive from jobs ?", "worker ×7 7 waiting to receive from jobs 8"],
    );
    assert.deepEqual(tasksAt(of, FILE, 21), { tasks: [], total: 0 });
  });
});

describe("the tasks that were started at a line", () => {
  it("are counted for good", () => {
    const { program, index } = followed();
    for (const id of [2, 3, 4]) program.task(id, "worker", { parent: 1, createdLine: 8 });
    program.ends(3).ends(3);
    const [start] = told(program, index).starts;
    assert.equal(`${start?.line} ${start?.started} ${start?.live}`, "8 3 2");
  });

  it("may be more than is known", () => {
    const { program, index } = followed();
    program.task(2, "worker", { parent: 1, createdLine: 8 });
    const startsWith = (tasksStarted: number): boolean | undefined =>
      linesOf({ index, moment: momentNow(program), tasksStarted }, [FILE], false)[0]?.starts[0]?.atLeast;
    assert.equal(startsWith(2), false);
    // One was over before anybody could tell of it.
    assert.equal(startsWith(3), true);
    // Of one nobody knows where it was started.
    program.task(3, "worker", { parent: 1 });
    assert.equal(startsWith(3), true);
  });
});

describe("a worker that is terminated", () => {
  it("takes its tasks along", () => {
    const sites = { map: <T>(frame: T): T => frame, mapToAwait: <T>(frame: T): T => frame };
    const header = { pid: 7, argv: [], cwd: "/", node: "", sluice: "", startedAtMs: 1000 };
    const root: Header = { ...header, threadId: 0, unit: "", parent: null };
    const tree = new Tree(sites);
    const index = new LineIndex(tree);
    tree.watch(index);
    tree.apply({ kind: "header", header: root });
    const unit = tree.join({ ...root, threadId: 1, unit: "w", parent: "" }, sites)!;
    const frame = { function: "worker", file: FILE, line: 20, column: 3 };
    const records: ModelRecord[] = [
      {
        ...{ kind: "start", id: 1, parent: null, flags: StartFlag.spawned, name: "worker" },
        ...{ created: [{ ...frame, line: 8 }], timeUs: 0 },
      },
      {
        ...{ kind: "wait", id: 1, op: "promise", flags: 0, site: frame, timeUs: 0, delayMs: 0 },
        ...{ calls: [], primitives: [], members: 0 },
      },
    ];
    for (const record of records) tree.applyTo(unit.id, record);
    const facts = (): FileLines =>
      linesOf({ index, moment: momentOf(tree, [], false), tasksStarted: 1 }, [FILE], false)[0]!;
    assert.equal(facts().waits.length, 1);
    tree.retire(unit.id);
    assert.equal(facts().waits.length, 0);
    assert.equal(`${facts().starts[0]?.started} ${facts().starts[0]?.live}`, "1 0");
  });
});
