/** What a page is answered about a run whose adapter is gone. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answerFromKept } from "../../../client/panels/kept-flow.js";
import { KeptPast } from "../../../client/views/kept-past.js";
import type { Cursor, GraphFacts, HistoryFacts, RunFacts } from "../../../media/wire/facts.js";
import type { KeptRows, Still } from "../../../server/dap/protocol.js";
import type { KeptFlow } from "../../../server/flow/kept.js";

const RUN: RunFacts = {
  key: "a",
  program: "a.mjs",
  state: "ended",
  how: "exited with code 0",
  nowMs: 1000,
  pastMs: null,
  canLookBack: true,
  dropped: 0,
};

function graph(finding: string): GraphFacts {
  return { run: RUN, sites: [], primitives: [], edges: [], findings: [finding] };
}

function piece(cursor: Partial<Cursor>, more: boolean, tasks: string): HistoryFacts {
  const place = { run: "a", changes: 10, tasks: 10, sites: 1, primitives: 0, handoffs: 0, ...cursor };
  const told = { sites: [], primitives: [], changes: "", handoffs: "" };
  return { ...told, run: RUN, anew: true, cursor: place, more, tasks };
}

// The last two differ in what was handed on alone.
const KEPT: KeptFlow = {
  graph: graph("the end"),
  tasks: {},
  history: [
    piece({ changes: 5 }, true, "first"),
    piece({}, true, "second"),
    piece({ handoffs: 9 }, false, "third"),
  ],
};

function still(atMs: number): Still {
  const rows: KeptRows = {
    pages: [{ parent: null, rows: [], total: atMs }],
    details: {},
  };
  const views = { tasks: rows, primitives: rows, findings: rows };
  return {
    atMs,
    flow: { graph: graph(`at ${atMs}`), tasks: {} },
    rows: { views, tasksBy: { site: rows, state: rows, wait: rows } },
  };
}

describe("the history of a run that is over", () => {
  it("is read to its end, piece by piece", () => {
    const read: string[] = [];
    for (let cursor: Cursor | null = null, more = true; more;) {
      const facts = answerFromKept(KEPT, null, { kind: "history", cursor }) as HistoryFacts;
      read.push(facts.tasks);
      ({ cursor, more } = facts);
      assert.ok(read.length < 5, "it does not end");
    }
    assert.deepEqual(read, ["first", "second", "third"]);
  });

  it("begins anew for who followed it while it went on", () => {
    const cursor = { run: "a", changes: 7, tasks: 7, sites: 1, primitives: 0, handoffs: 0 };
    assert.equal((answerFromKept(KEPT, null, { kind: "history", cursor }) as HistoryFacts).tasks, "first");
  });
});

describe("a look back at a run that is over", () => {
  const past = new KeptPast();
  for (const atMs of [100, 200, 400]) past.keep(still(atMs));
  const shown = (atMs: number | null): number | undefined => {
    past.lookAt(atMs);
    return past.shown?.atMs;
  };

  it("is at the latest moment that was kept and is not after that", () => {
    assert.deepEqual([0, 199, 200, 399, 900, null].map(shown), [100, 100, 200, 200, 400, undefined]);
  });

  it("moves the graph and the rows, and says so to the timeline as well", () => {
    past.lookAt(300);
    const facts = answerFromKept(KEPT, past.shown, { kind: "graph" }) as GraphFacts;
    assert.deepEqual([facts.findings, facts.run.pastMs, facts.run.nowMs], [["at 200"], 200, 1000]);
    const history = answerFromKept(KEPT, past.shown, { kind: "history", cursor: null }) as HistoryFacts;
    assert.equal(history.run.pastMs, 200);
    const request = { view: "tasks", parent: null, offset: 0, limit: 10 } as const;
    assert.equal(past.views?.rows(request).total, 200);
  });
});
