/** What it takes to keep the views of a large program: each task and primitive is looked at, and not once for each row. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Ended } from "../../../server/dap/protocol.js";
import { momentOf } from "../../../server/dap/rows/moment.js";
import { keepViews, type RowsRoom } from "../../../server/dap/rows/rows.js";
import type { Finding } from "../../../server/detect/finding.js";
import type { Primitive, Task } from "../../../server/model/task.js";
import type { Tasks } from "../../../server/model/tasks.js";
import { ProgramUnderTest } from "./program.js";

const WORKERS = 1200;
const CHANNELS = 40;
const KINDS_OF_LOCKS = 100;
const LOCKS_OF_EACH = 6;
const CONTEXTS = 100;
const FINDINGS = 50;

const FIRST_REQUEST = 2;
const FIRST_WORKER = FIRST_REQUEST + CONTEXTS;

const ROOM: RowsRoom = { rows: 1000, otherwise: 300 };

/** Workers of several names at channels, locks of which some are alike, requests that have ended and still work. */
function largeProgram(workers: number): ProgramUnderTest {
  const program = new ProgramUnderTest().task(1, "main");
  let primitive = 0;
  for (let i = 0; i < CHANNELS; i++) program.primitive(++primitive, `jobs${i}`);
  for (let i = 0; i < KINDS_OF_LOCKS * LOCKS_OF_EACH; i++) {
    program.primitive(++primitive, `lock${i % KINDS_OF_LOCKS}`, "mutex");
  }
  for (let i = 0; i < CONTEXTS; i++) {
    program.task(FIRST_REQUEST + i, "request", { parent: 1, createdLine: 12, timeMs: 100 });
    program.primitive(++primitive, `query${i}`, "context", 0, { maker: FIRST_REQUEST + i });
  }
  for (let id = FIRST_WORKER; id < FIRST_WORKER + workers; id++) {
    const parent = FIRST_REQUEST + (id % CONTEXTS);
    program.task(id, `worker${id % 7}`, { parent, createdLine: 20 + (id % 5), timeMs: 200 });
    program.waits(id, { line: 30 + (id % 3), op: "receive", primitives: [1 + (id % CHANNELS)], timeMs: 300 });
  }
  program.at(400);
  for (let id = primitive - CONTEXTS + 1; id <= primitive; id++) program.state(id, { closed: true });
  return program.at(2000);
}

function findings(): Finding[] {
  return Array.from({ length: FINDINGS }, (_, index) => ({
    kind: "leak",
    certain: true,
    message: `workers wait at jobs${index}`,
    tasks: Array.from({ length: WORKERS / FINDINGS }, (_, at) => FIRST_WORKER + index + at * FINDINGS),
    primitives: [1 + (index % CHANNELS), 1 + CHANNELS + index],
    sites: [],
  }));
}

/** The same program, whose tasks and primitives count how often something is read of them. */
function counted(model: Tasks): { readonly model: Tasks; readonly reads: () => number } {
  let reads = 0;
  const known = new WeakMap<Task | Primitive, Task | Primitive>();
  const watched = <T extends Task | Primitive>(one: T): T => {
    const seen = known.get(one) ?? new Proxy(one, { get: (...args) => (reads++, Reflect.get(...args)) });
    known.set(one, seen);
    return seen as T;
  };
  const maybe = <T extends Task | Primitive>(one: T | undefined): T | undefined =>
    one === undefined ? undefined : watched(one);
  const answers: Partial<Tasks> = {
    tasks: () => [...model.tasks()].map(watched),
    liveTasks: () => [...model.liveTasks()].map(watched),
    primitives: () => [...model.primitives()].map(watched),
    task: (id) => maybe(model.task(id)),
    primitive: (id) => maybe(model.primitive(id)),
  };
  const get = (target: Tasks, key: string): unknown => {
    const value: unknown = Reflect.get(answers, key) ?? Reflect.get(target, key, target);
    return typeof value === "function" ? (value.bind(target) as unknown) : value;
  };
  return { model: new Proxy(model, { get: (target, key) => get(target, String(key)) }), reads: () => reads };
}

function kept(workers: number): { views: Pick<Ended, "views" | "tasksBy">; reads: number } {
  const { model, reads } = counted(largeProgram(workers).model);
  const views = keepViews(momentOf(model, findings(), true), ROOM);
  return { views, reads: reads() };
}

describe("keeping the views of a large program", () => {
  it("looks at each task a few times, and not once more for each row", () => {
    const [some, twice] = [kept(WORKERS).reads, kept(2 * WORKERS).reads];
    const forEach = (twice - some) / WORKERS;
    assert.ok(forEach < ROOM.rows / 10, `${forEach} reads for each task more`);
  });

  it("keeps of each view what there is room for", () => {
    const { views, tasksBy } = kept(WORKERS).views;
    for (const { pages } of [views.primitives, views.findings]) {
      assert.equal(pages.flatMap(({ rows }) => rows).length, ROOM.rows);
    }
    for (const { pages } of Object.values(tasksBy)) {
      assert.equal(pages.flatMap(({ rows }) => rows).length, ROOM.otherwise);
    }
    const locks = views.primitives.pages.find(({ parent }) => parent === "clocks");
    assert.equal(locks?.total, KINDS_OF_LOCKS);
    assert.ok(locks.rows.every(({ label }) => label.endsWith(` ×${LOCKS_OF_EACH}`)));
    const contexts = views.primitives.pages.find(({ parent }) => parent === "ccontexts");
    assert.ok(contexts?.rows.every(({ brief }) => brief === `cancelled · ${WORKERS / CONTEXTS} go on`));
  });
});
