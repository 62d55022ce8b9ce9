/** What the adapter tells the graph and the timeline, over real stdio, of real programs. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { decodeChanges } from "../../media/wire/columns.js";
import type { GraphFacts, HistoryFacts, TasksFacts } from "../../media/wire/facts.js";
import type { Question } from "../../media/wire/messages.js";
import type { SluiceEvents } from "../../server/dap/protocol.js";
import type { KeptFlow } from "../../server/flow/kept.js";
import { trendsOf } from "../../media/graph/trends.js";
import { Adapter } from "./support/adapter.js";
import { launchOf } from "./support/programs.js";

let adapter: Adapter;
afterEach(() => adapter.stop());

async function launch(name: string, args: readonly string[] = []): Promise<void> {
  adapter = await Adapter.start();
  await adapter.begin("launch", launchOf(name, { args }));
}

async function ask(question: Question): Promise<unknown> {
  return (await adapter.customRequest("sluice/page", question)).body as unknown;
}

async function graph(): Promise<GraphFacts | null> {
  return (await ask({ kind: "graph" })) as GraphFacts | null;
}

function ways({ sites, primitives, edges }: GraphFacts): string[] {
  const names = new Map([...sites, ...primitives].map(({ id, name }) => [id, name]));
  return edges
    .filter(({ kind }) => kind === "send" || kind === "receive")
    .map(({ from, to }) => `${names.get(from) ?? from} > ${names.get(to) ?? to}`)
    .sort();
}

describe("a pipeline whose third stage is slow", () => {
  const WAYS = [
    "fetchPages > read",
    "parse > parsed",
    "parsed > resize",
    "read > parse",
    "resize > resized",
    "resized > store",
  ];

  it("is told as boxes and what flows between them, and who is slow, while it runs", async () => {
    await launch("flow/slow-third.mjs");
    const facts = await adapter.until("all ways, and a jam", async () => {
      const now = await graph();
      return (
        now !== null && ways(now).length === WAYS.length && trendsOf(undefined, now).slowest !== null && now
      );
    });
    assert.deepEqual(ways(facts), WAYS);
    const slowest = facts.sites.find(({ id }) => id === trendsOf(undefined, facts).slowest);
    assert.equal(slowest?.name, "resize");
    assert.ok(facts.primitives.every(({ puts, takes }) => puts > 0 && takes > 0));
    const box = facts.sites.find(({ name }) => name === "fetchPages")?.id ?? assert.fail("no box");
    const { tasks, total } = (await ask({ kind: "tasks", box, limit: 5 })) as TasksFacts;
    assert.equal(total, 1);
    assert.match(tasks[0]?.state ?? "", /^waiting (to send on read|for a timer)|^running$/);
  });

  it("is told as a history that is read on, and kept when it is over", async () => {
    await launch("flow/slow-third.mjs", ["30"]);
    const first = (await adapter.until("a piece", () =>
      ask({ kind: "history", cursor: null }),
    )) as HistoryFacts;
    assert.equal(first.anew, true);
    const next = await adapter.until("more of it", async () => {
      const piece = (await ask({ kind: "history", cursor: first.cursor })) as HistoryFacts;
      return decodeChanges(piece.changes).count > 0 && piece;
    });
    assert.equal(next.anew, false);
    await adapter.ended();
    const names = adapter.events.map(({ event }) => event);
    assert.ok(
      names.indexOf("sluice/flow") < names.lastIndexOf("sluice/update"),
      "kept before the last update",
    );
    const kept = adapter.eventsOf("sluice/flow")[0]?.body as KeptFlow;
    assert.equal(kept.graph.run.state, "ended");
    assert.deepEqual(ways(kept.graph), WAYS);
    const stills = adapter.eventsOf("sluice/past").map(({ body }) => body as SluiceEvents["sluice/past"]);
    assert.ok(kept.graph.run.canLookBack);
    const [early, late] = [stills[0] ?? assert.fail(), stills.at(-1) ?? assert.fail()];
    const takenBy = ({ flow }: (typeof stills)[number]): number =>
      flow.graph.primitives.find(({ name }) => name === "parsed")?.takes ?? 0;
    assert.ok(takenBy(early) < takenBy(late), "they are not all the same");
    assert.equal(early.flow.graph.run.pastMs, early.atMs);
    assert.ok(JSON.stringify(late.rows).includes('"label":"resize"'));
    const counts = kept.history.map(({ changes }) => decodeChanges(changes).count);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      kept.history.at(-1)?.cursor.changes,
    );
  });
});

describe("a look back", () => {
  it("moves the rows and the graph to an earlier time, and back", async () => {
    await launch("flow/slow-third.mjs");
    await adapter.until("two seconds", async () => ((await graph())?.run.nowMs ?? 0) > 2000);
    const takes = async (): Promise<number> =>
      (await graph())?.primitives.find(({ name }) => name === "read")?.takes ?? 0;
    const before = await takes();
    await ask({ kind: "look", atMs: 500 });
    assert.equal((await graph())?.run.pastMs, 500);
    assert.ok((await takes()) < before / 2);
    const { rows } = await adapter.rows({ view: "primitives" });
    const channels = await adapter.rows({ view: "primitives", parent: rows[0]?.id ?? "" });
    const again = await adapter.rows({ view: "primitives", parent: rows[0]?.id ?? "" });
    assert.deepEqual(again, channels, "the past stands still");
    assert.ok(
      (await adapter.tree())
        .flatMap(({ branches }) => branches)
        .every(({ age }) => age === null || age.kind === "lasted"),
    );
    assert.equal(adapter.lastUpdate?.pastMs, 500);
    await ask({ kind: "look", atMs: null });
    await adapter.until("what came since", async () => (await takes()) > before);
  });
});

describe("tasks that are stuck", () => {
  it("are marked with their ring", async () => {
    await launch("kernels/lock-ring.mjs");
    await adapter.ended();
    const { graph: facts } = adapter.eventsOf("sluice/flow")[0]?.body as KeptFlow;
    assert.equal(facts.edges.filter(({ ring }) => ring).length, 4);
    assert.equal(facts.sites.filter(({ stuck }) => stuck > 0).length, 2);
    assert.equal(facts.findings.length, 1);
  });
});

describe("questions that make no sense", () => {
  it("are refused", async () => {
    await launch("flow/slow-third.mjs", ["1"]);
    await assert.rejects(adapter.customRequest("sluice/page", { kind: "open" }), /makes no sense/);
  });
});
