/** The history of a program, fed record by record: who did what, for how long, and what leads to what. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeChanges, decodeHandoffs, decodeTasks } from "../../../media/wire/columns.js";
import { opOfState, RUNNING, DONE, FAILED, GONE } from "../../../media/wire/states.js";
import type { GraphFacts, HistoryFacts } from "../../../media/wire/facts.js";
import { answerPage, historyFrom } from "../../../server/flow/answers.js";
import { History } from "../../../server/flow/history.js";
import { keepFlow } from "../../../server/flow/kept.js";
import { runFacts, type FlowSource } from "../../../server/flow/source.js";
import { findingsOf } from "../../../server/detect/detectors.js";
import { Tree } from "../../../server/model/tree.js";
import type { WireFrame, WireRecord } from "../../../tracer/wire/index.js";

const frame = (line: number): WireFrame => ({ function: "main", file: "/app/a.mjs", line, column: 1 });
const MADE = { maker: null, parent: null, deadlineMs: 0 };

const sites = {
  map: (one: WireFrame) => ({ ...one }),
  mapToAwait: (one: WireFrame) => ({ ...one }),
};

/** A program that is told record by record. */
class Program {
  readonly model = new Tree(sites);
  readonly history: History;

  constructor(changesKept?: number) {
    this.history = new History(this.model, changesKept);
    this.model.watch(this.history);
  }

  tell(record: WireRecord): this {
    this.model.apply(record);
    return this;
  }

  start(
    id: number,
    name: string,
    line: number,
    timeUs: number,
    parent: number | null = null,
    flags = 4,
  ): this {
    return this.tell({ kind: "start", id, parent, flags, name, created: [frame(line)], timeUs });
  }

  wait(
    id: number,
    op: "send" | "receive" | "lock" | "sleep" | "all",
    timeUs: number,
    at: number[] = [],
    calls: number[] = [],
  ): this {
    const rest = { flags: 0, site: null, delayMs: 0, members: calls.length };
    return this.tell({ kind: "wait", id, op, timeUs, primitives: at, calls, ...rest });
  }

  resume(id: number, timeUs: number): this {
    return this.tell({ kind: "resume", id, timeUs });
  }

  end(id: number, timeUs: number): this {
    return this.tell({ kind: "end", id, failed: false, timeUs });
  }

  made(id: number, primitiveKind: "channel" | "mutex", name: string): this {
    return this.tell({
      kind: "primitive",
      id,
      primitiveKind,
      name,
      capacity: 2,
      created: [frame(100 + id)],
      ...MADE,
    });
  }

  is(id: number, length: number, holders: number[] = []): this {
    return this.tell({ kind: "primitiveState", id, length, closed: false, waiting: 0, holders });
  }

  flowed(id: number, puts: number, takes: number, putters: number[], takers: number[]): this {
    return this.tell({ kind: "flow", id, puts, takes, putters, takers });
  }

  source(nowMs = this.model.nowMs): FlowSource {
    const run = runFacts(this.model, { key: "test", how: null, nowMs });
    return {
      model: this.model,
      history: this.history,
      findings: findingsOf(this.model, nowMs),
      run,
      past: null,
    };
  }

  graph(nowMs?: number): GraphFacts {
    return answerPage(this.source(nowMs), { kind: "graph" }) as GraphFacts;
  }

  /** "2 receive 30": task, what it does, since when. */
  changes(): string[] {
    const { count, task, state, timeUs } = decodeChanges(historyFrom(this.source(), null).changes);
    const over = new Map([
      [RUNNING, "running"],
      [DONE, "done"],
      [FAILED, "failed"],
      [GONE, "gone"],
    ]);
    return Array.from({ length: count }, (_, i) => {
      const code = state[i] ?? 0;
      return `${task[i]} ${over.get(code) ?? opOfState(code)} ${timeUs[i]}`;
    });
  }
}

function pipeline(): Program {
  return new Program()
    .start(1, "produce", 5, 0)
    .start(2, "consume", 9, 0)
    .made(1, "channel", "jobs")
    .is(1, 0)
    .flowed(1, 3, 3, [1], [2]);
}

describe("what tasks did", () => {
  it("is told from when it began, though it is learnt later", () => {
    const program = new Program().start(1, "a", 5, 0);
    program.wait(1, "sleep", 30_000).resume(1, 90_000).end(1, 95_000);
    assert.deepEqual(program.changes(), ["1 running 0", "1 sleep 30000", "1 running 90000", "1 done 95000"]);
  });

  it("is no change when it lasted no time", () => {
    const program = new Program().start(1, "a", 5, 0).wait(1, "sleep", 0);
    assert.deepEqual(program.changes(), ["1 sleep 0"]);
  });

  it("knows one wait from the next of the same kind", () => {
    const program = new Program().start(1, "a", 5, 0).wait(1, "sleep", 10).wait(1, "sleep", 20);
    assert.deepEqual(program.changes(), ["1 running 0", "1 sleep 10", "1 sleep 20"]);
  });

  it("is taken back of a call that turns out to be a frame", () => {
    const program = new Program().start(1, "a", 5, 0).start(2, "", 6, 10, 1, 0);
    program.tell({ kind: "describe", id: 2, flags: 1, name: "inner" });
    assert.deepEqual(program.changes(), ["1 running 0", "2 running 10", "2 gone 10"]);
    assert.deepEqual(
      program.graph().sites.map(({ started, live }) => [started, live]),
      [
        [1, 1],
        [0, 0],
      ],
    );
  });

  it("adds up to the time of the site, late news included", () => {
    const program = new Program().start(1, "a", 5, 0).start(2, "a", 5, 0);
    program.wait(1, "sleep", 10_000).wait(2, "sleep", 20_000).resume(1, 60_000);
    const [site] = program.graph(100).sites;
    const spent = new Map(
      site?.spentMs.map(([code, ms]) => [code === RUNNING ? "running" : opOfState(code), ms]),
    );
    assert.equal(spent.get("running"), 10 + 20 + 40);
    assert.equal(spent.get("sleep"), 50 + 80);
    assert.equal(site?.started, 2);
  });

  it("puts a task that gets its name late where it belongs", () => {
    const program = new Program().start(1, "", 5, 0);
    program.tell({ kind: "describe", id: 1, flags: 4, name: "late" });
    const live = program.graph().sites.filter((site) => site.live > 0);
    assert.deepEqual(
      live.map(({ name }) => name),
      ["late"],
    );
    const rows = decodeTasks(historyFrom(program.source(), null).tasks);
    assert.deepEqual([...rows.site], [0, 1]);
  });
});

describe("a reader of the history", () => {
  it("gets what is new, and begins anew with another run", () => {
    const program = new Program().start(1, "a", 5, 0);
    const first = historyFrom(program.source(), null);
    assert.equal(first.anew, true);
    program.wait(1, "sleep", 50);
    const next = historyFrom(program.source(), first.cursor);
    assert.deepEqual([next.anew, decodeChanges(next.changes).count, next.sites.length], [false, 1, 0]);
    const other = historyFrom(program.source(), { ...next.cursor, run: "another" });
    assert.deepEqual([other.anew, decodeChanges(other.changes).count], [true, 2]);
  });

  it("is told who handed on to whom, each once, in the tasks' own ids", () => {
    const program = pipeline().start(3, "inner", 9, 0, 2, 1);
    const handOn = (from: number, to: number, timeUs: number): void => {
      program.tell({ kind: "handoff", primitive: 1, from, to, fromUs: timeUs - 5, timeUs });
    };
    const told = ({ handoffs }: HistoryFacts): string[] => {
      const { count, from, to, primitive, fromUs, toUs } = decodeHandoffs(handoffs);
      return Array.from(
        { length: count },
        (_, i) => `${from[i]} ${to[i]} ${primitive[i]} ${fromUs[i]} ${toUs[i]}`,
      );
    };
    handOn(1, 3, 100);
    // A frame and the task that it belongs to are one.
    handOn(3, 2, 110);
    const first = historyFrom(program.source(), null);
    assert.deepEqual(told(first), ["1 2 1 95 100"]);
    handOn(2, 1, 200);
    assert.deepEqual(told(historyFrom(program.source(), first.cursor)), ["2 1 1 195 200"]);
  });

  it("is kept all of a run that is over", () => {
    const kept = keepFlow(pipeline().source());
    assert.equal(kept.history.at(-1)?.more, false);
    assert.deepEqual(Object.keys(kept.tasks), ["s0", "s1"]);
  });
});

describe("the graph", () => {
  it("leads from who sends to who receives", () => {
    const { edges, primitives } = pipeline().graph();
    assert.deepEqual(
      edges.map(({ from, kind, to }) => `${from} ${kind} ${to}`),
      ["s0 send p0", "p0 receive s1"],
    );
    assert.deepEqual(
      primitives.map(({ name, puts, takes }) => [name, puts, takes]),
      [["jobs", 3, 3]],
    );
  });

  it("counts who waits at each end, and for how long", () => {
    const program = pipeline().wait(1, "send", 10_000, [1]);
    const before = program.graph(50);
    assert.equal(before.edges.find(({ kind }) => kind === "send")?.waiting, 1);
    assert.equal(before.primitives[0]?.sendingMs, 40);
    const after = program.resume(1, 60_000).graph(100);
    assert.equal(after.edges.find(({ kind }) => kind === "send")?.waiting, 0);
    assert.equal(after.primitives[0]?.sendingMs, 50);
  });

  it("has one box for all tasks of a line, and one for channels made alike", () => {
    const program = new Program();
    for (let id = 1; id <= 5; id++) program.start(id, "worker", 7, 0);
    for (let id = 1; id <= 3; id++) {
      program.tell({
        kind: "primitive",
        id,
        primitiveKind: "channel",
        name: "reply",
        capacity: 1,
        created: [frame(40)],
        ...MADE,
      });
      program.is(id, 1).flowed(id, 2, 1, [id], []);
    }
    const { sites: boxes, primitives } = program.graph();
    assert.deepEqual(
      boxes.map(({ name, live }) => `${name} ${live}`),
      ["worker 5"],
    );
    assert.deepEqual(
      primitives.map(({ count, length, capacity, puts, takes }) => [count, length, capacity, puts, takes]),
      [[3, 3, 3, 6, 3]],
    );
  });

  it("marks a ring of locks, each link of it", () => {
    const program = new Program()
      .start(1, "a", 5, 0)
      .start(2, "b", 6, 0)
      .made(1, "mutex", "x")
      .made(2, "mutex", "y");
    program.is(1, 1, [1]).is(2, 1, [2]).wait(1, "lock", 10, [2]).wait(2, "lock", 20, [1]);
    const { edges, findings, sites: boxes } = program.graph(5000);
    assert.equal(findings.length, 1);
    assert.deepEqual(
      boxes.map(({ stuck }) => stuck),
      [1, 1],
    );
    const ring = edges.filter((edge) => edge.ring).map(({ from, kind, to }) => `${from} ${kind} ${to}`);
    assert.deepEqual(ring.sort(), ["p0 hold s0", "p1 hold s1", "s0 take p1", "s1 take p0"]);
  });

  it("tells the tasks of a box, the longest wait first, and those that wait at a channel", () => {
    const program = pipeline()
      .start(3, "consume", 9, 0)
      .wait(3, "receive", 10_000, [1])
      .wait(2, "receive", 30_000, [1]);
    const ids = (box: string): number[] => {
      const answer = answerPage(program.source(), { kind: "tasks", box, limit: 10 });
      return "total" in answer ? answer.tasks.map(({ id }) => id) : [];
    };
    assert.deepEqual(ids("s1"), [3, 2]);
    assert.deepEqual(ids("p0"), [3, 2]);
  });
});
