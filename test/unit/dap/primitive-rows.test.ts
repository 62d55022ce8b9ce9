import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "../../../server/detect/detectors.js";
import type { Row } from "../../../server/dap/protocol.js";
import { detailsOf } from "../../../server/dap/rows/details.js";
import { momentOf, type Moment } from "../../../server/dap/rows/moment.js";
import { rowsOf } from "../../../server/dap/rows/rows.js";
import { ProgramUnderTest } from "./program.js";

function live(program: ProgramUnderTest, nowMs?: number): Moment {
  return momentOf(program.model, findingsOf(program.model), false, nowMs);
}

function rows(moment: Moment, parent: string | null = null, offset = 0, limit = 500): readonly Row[] {
  return rowsOf(moment, { view: "primitives", parent, offset, limit }).rows;
}

function words(all: readonly Row[]): string[] {
  return all.map(({ label, brief }) => `${label} · ${brief}`);
}

function program(): ProgramUnderTest {
  return new ProgramUnderTest().task(1, "main");
}

describe("the rows of the Primitives view", () => {
  it("are the categories that there are, each with its primitives", () => {
    const some = program().primitive(1, "jobs", "channel", 4).primitive(2, "cache", "mutex");
    some.task(2, "worker", { parent: 1 }).waits(2, { line: 9, op: "receive", primitives: [1] });
    assert.deepEqual(words(rows(live(some))), ["Channels · 1 · 1 waiting", "Locks · 1"]);
    assert.deepEqual(words(rows(live(some), "clocks")), ["cache · free"]);
  });

  it("tell of a channel how full it is, who waits, and how fast it is", () => {
    const jobs = program().primitive(1, "jobs", "channel", 10).at(0);
    jobs.state(1, { length: 10 }).at(2000).flow(1, 240);
    jobs.task(2, "producer", { parent: 1 }).waits(2, { line: 9, op: "send", primitives: [1], timeMs: 2000 });
    const [row] = rows(live(jobs, 2100), "cchannels");
    assert.equal(row?.brief, "▰▰▰▰▰ 10/10 full · 1 sends · 120/s");
    assert.equal(row.state, "channel, 10 of 10 buffered, full, 1 task waits to send, 120 a second");
    jobs.state(1, { length: 1, closed: true });
    assert.equal(rows(live(jobs, 9000), "cchannels")[0]?.brief, "▰▱▱▱▱ 1/10 · closed · 1 sends");
  });

  it("tell of a lock who holds it, and open into that task and the queue in its order", () => {
    const lock = program().primitive(1, "cache", "mutex").task(2, "refresh", { parent: 1 });
    lock.waits(2, { line: 5, op: "sleep", delayMs: 10 }).state(1, { length: 1, holders: [2] });
    for (const [id, timeMs] of [
      [3, 30],
      [4, 20],
    ] as const) {
      lock.task(id, `reader${id}`, { parent: 1 }).waits(id, { line: 7, op: "lock", primitives: [1], timeMs });
    }
    const [row] = rows(live(lock), "clocks");
    assert.equal(row?.brief, "held by refresh · 2 queue");
    assert.deepEqual(
      rows(live(lock), row.id).map(({ id, label, brief }) => `${id} ${label} ${brief}`),
      ["p1/h2 refresh holds it · timer 10 ms", "p1/t4 reader4 lock cache", "p1/t3 reader3 lock cache"],
    );
    assert.equal(rows(live(lock), "p1/t4")[0]?.place?.site.line, 7);
    assert.equal(detailsOf(live(lock), { view: "primitives", id: "p1" })?.title, "cache");
    assert.equal(detailsOf(live(lock), { view: "primitives", id: "p1/t4" })?.title, "reader4 #4");
  });

  it("tell of limiters and groups what they count", () => {
    const limits = program().primitive(1, "disk", "semaphore", 4).primitive(2, "p-limit", "limiter", 2);
    limits.primitive(3, "batch", "waitgroup").state(1, { length: 4 });
    limits.state(2, { length: 2, waiting: 7 }).state(3, { length: 3 });
    assert.deepEqual(words(rows(live(limits), "climits")), [
      "disk · 4/4 held",
      "p-limit · 2/2 running · 7 queue",
    ]);
    assert.deepEqual(words(rows(live(limits), "cgroups")), ["batch · 3 to go"]);
  });

  it("fold those that are alike, and leave out those that are gone", () => {
    const replies = program();
    for (let id = 1; id <= 9; id++) replies.primitive(id, "reply");
    replies.gone(3).gone(4).task(2, "client", { parent: 1 });
    replies.waits(2, { line: 5, op: "receive", primitives: [4] });
    const [fold] = rows(live(replies), "cchannels");
    assert.equal(`${fold?.label} · ${fold?.brief}`, "reply ×8 · 1 waiting");
    const ids = rows(live(replies), fold?.id ?? "").map(({ id }) => id);
    assert.deepEqual(ids, ["p1", "p2", "p4", "p5", "p6", "p7", "p8", "p9"]);
  });

  it("answer nothing about rows that are gone", () => {
    for (const gone of ["p99", "p1/t99", "cnothing", "achannels/x", "nonsense"]) {
      assert.deepEqual(rows(live(program()), gone), []);
      assert.equal(detailsOf(live(program()), { view: "primitives", id: gone }), null);
    }
  });
});

describe("contexts", () => {
  /** A request with a query below it; what the request started; the request is cancelled at 500 ms. */
  function request(): ProgramUnderTest {
    const some = program().task(2, "request", { parent: 1, timeMs: 100 }).at(100);
    some.primitive(1, "request", "context", 0, { maker: 2 });
    some.primitive(2, "query", "context", 0, { maker: 2, parent: 1, deadlineMs: 1_009_000 });
    some.task(3, "straggler", { parent: 2, timeMs: 120 }).task(4, "deeper", { parent: 3, timeMs: 130 });
    some.task(5, "stranger", { parent: 1, timeMs: 140 });
    return some;
  }

  it("are a tree, with the deadlines of those that end by the clock", () => {
    const [outer, ...others] = rows(live(request()), "ccontexts");
    assert.equal(others.length, 0);
    assert.equal(`${outer?.label} · ${outer?.brief}`, "request · open");
    const until = new Date(1_009_000).toLocaleTimeString("en-GB");
    assert.deepEqual(words(rows(live(request()), outer?.id ?? "")), [`query · until ${until}`]);
  });

  it("tell who goes on though they have ended", () => {
    const ended = request().at(500).state(1, { closed: true }).state(2, { closed: true });
    ended.task(6, "later", { parent: 2, timeMs: 600 });
    const soon = rows(live(ended, 600), "ccontexts")[0];
    assert.equal(soon?.brief, "cancelled");
    const [outer] = rows(live(ended, 2000), "ccontexts");
    assert.equal(outer?.brief, "cancelled · 2 go on");
    assert.deepEqual(outer.age, { kind: "since", epochMs: 1_000_500, oldestOf: 1 });
    assert.deepEqual(
      rows(live(ended, 2000), outer.id).map(({ label }) => label),
      ["query", "straggler", "deeper"],
    );
  });

  it("tell whether the clock ended them", () => {
    const some = program().primitive(1, "query", "context", 0, { deadlineMs: 1_000_400 }).at(400);
    some.state(1, { closed: true });
    assert.equal(rows(live(some), "ccontexts")[0]?.brief, "deadline passed");
  });
});
