/** What the graph makes of its facts: which stage is slow, which channels form a ring, what is folded into one box. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Edge, GraphFacts, PrimitiveBox, SiteBox } from "../../../media/wire/facts.js";
import { RUNNING, stateOfOp } from "../../../media/wire/states.js";
import { channelCycles } from "../../../media/graph/cycles.js";
import { sceneOf } from "../../../media/graph/scene.js";
import { NO_TRENDS, TrendWindow, trendsOf } from "../../../media/graph/trends.js";

function site(id: string, file: string, ms: Readonly<Record<string, number>> = {}): SiteBox {
  const spentMs = Object.entries(ms).map(
    ([what, spent]) => [what === "running" ? RUNNING : stateOfOp(what as "send"), spent] as const,
  );
  const place = { file, line: 1, column: 1 };
  return { id, name: id, place, unit: "", live: 1, started: 1, stuck: 0, now: [], spentMs };
}

function channel(id: string, { sendingMs = 0, takes = 0 } = {}): PrimitiveBox {
  return {
    ...{ id, kind: "channel", name: id, place: null, count: 1, length: 0, capacity: 4, closed: false },
    ...{ sending: 0, receiving: 0, holders: 0, puts: takes, takes, sendingMs, receivingMs: 0, stuck: false },
  };
}

function way(from: string, kind: Edge["kind"], to: string): Edge {
  return { from, kind, to, waiting: 0, stuck: false, ring: false };
}

function facts(
  nowMs: number,
  sites: readonly SiteBox[],
  primitives: readonly PrimitiveBox[],
  edges: readonly Edge[],
): GraphFacts {
  const run = {
    key: "r",
    program: "a.mjs",
    state: "live",
    how: "",
    nowMs,
    dropped: 0,
    pastMs: null,
    canLookBack: false,
  } as const;
  return { run, sites, primitives, edges, findings: [] };
}

const WAYS = [
  way("s1", "send", "p1"),
  way("p1", "receive", "s2"),
  way("s2", "send", "p2"),
  way("p2", "receive", "s3"),
  way("s3", "send", "p3"),
  way("p3", "receive", "s4"),
];

/** Four stages; the third does not keep up. */
function jammed(nowMs: number): GraphFacts {
  const sites = [
    site("s1", "/a/x.ts", { send: nowMs * 0.9, running: nowMs * 0.1 }),
    site("s2", "/a/x.ts", { send: nowMs * 0.8, running: nowMs * 0.2 }),
    site("s3", "/a/y.ts", { running: nowMs }),
    site("s4", "/b/node_modules/@x/p/z.js", { receive: nowMs * 0.9, running: nowMs * 0.1 }),
  ];
  const channels = [
    channel("p1", { sendingMs: nowMs * 0.9, takes: nowMs / 40 }),
    channel("p2", { sendingMs: nowMs * 0.8, takes: nowMs / 40 }),
    channel("p3", { takes: nowMs / 40 }),
  ];
  return facts(nowMs, sites, channels, WAYS);
}

describe("trends", () => {
  it("name the stage at the head of the jam, not those that stand in it", () => {
    assert.equal(trendsOf(undefined, jammed(1000)).slowest, "s3");
  });

  it("name no stage when those before it only have to wait a little", () => {
    const calm = facts(
      1000,
      jammed(1000).sites,
      [channel("p1", { sendingMs: 100 }), channel("p2"), channel("p3")],
      WAYS,
    );
    assert.equal(trendsOf(undefined, calm).slowest, null);
  });

  it("are of the last moments of a program that goes on", () => {
    const window = new TrendWindow();
    const calm = (nowMs: number): GraphFacts =>
      facts(nowMs, [site("s1", "/a"), site("s3", "/a")], [channel("p2")], WAYS);
    for (let nowMs = 0; nowMs <= 60_000; nowMs += 500) window.next(calm(nowMs));
    let slowest: string | null = null;
    let sinceMs = 60_000;
    // From now on it jams: no more than two seconds until it is seen.
    while (slowest === null) {
      sinceMs += 250;
      const jamMs = sinceMs - 60_000;
      slowest = window.next(
        facts(sinceMs, [site("s1", "/a"), site("s3", "/a")], [channel("p2", { sendingMs: jamMs })], WAYS),
      ).slowest;
    }
    assert.equal(slowest, "s3");
    assert.ok(sinceMs <= 62_000, `${sinceMs}`);
  });

  it("tell how much flows", () => {
    const before = jammed(1000);
    const rates = trendsOf(before, { ...jammed(2000) }).rates;
    assert.equal(rates.get("p1"), 25);
  });
});

describe("rings of channels", () => {
  it("are found, in their order", () => {
    const ring = [
      way("a", "send", "p"),
      way("p", "receive", "b"),
      way("b", "send", "q"),
      way("q", "receive", "a"),
    ];
    assert.deepEqual(channelCycles(ring), [["a", "p", "b", "q"]]);
  });

  it("are none where the data leads one way, or where a lock is given back", () => {
    assert.deepEqual(channelCycles([...WAYS, way("s1", "take", "m"), way("m", "hold", "s1")]), []);
  });

  it("are found at the end of a very long chain", () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => way(`n${i}`, "send", `n${i + 1}`));
    assert.equal(channelCycles([...chain, way("n20000", "send", "n19999")]).length, 1);
  });
});

describe("the scene", () => {
  const choices = { fold: "sites", topology: false, split: new Map() } as const;

  it("has a box for each site and channel", () => {
    assert.deepEqual(
      [...sceneOf(jammed(1000), NO_TRENDS, choices).nodes.keys()],
      ["s1", "s2", "s3", "s4", "p1", "p2", "p3"],
    );
  });

  it("folds sites into files and packages, and their links with them", () => {
    const byFile = sceneOf(jammed(1000), NO_TRENDS, { ...choices, fold: "files" });
    assert.deepEqual([...byFile.nodes.values()].map(({ label }) => label).slice(0, 3), [
      "x.ts",
      "y.ts",
      "z.js",
    ]);
    assert.ok(byFile.links.some(({ from, to }) => from.includes("x.ts") && to === "p2"));
    const byPackage = sceneOf(jammed(1000), NO_TRENDS, { ...choices, fold: "packages" });
    assert.deepEqual([...byPackage.nodes.values()].map(({ label }) => label).slice(0, 2), ["a", "@x/p"]);
  });

  it("shows the tasks of a split site, with the wait of each", () => {
    const task = {
      name: "s1",
      state: "waiting",
      code: stateOfOp("send"),
      at: "p1",
      sinceMs: 0,
      stuck: false,
      place: null,
    };
    const split = new Map([["s1", [{ ...task, id: 7 }]]]);
    const { nodes, links } = sceneOf(jammed(1000), NO_TRENDS, { ...choices, split });
    assert.equal(nodes.get("t7")?.label, "s1 #7");
    assert.ok(links.some(({ from, to, waiting }) => from === "t7" && to === "p1" && waiting === 1));
  });

  it("leaves out all but channels and who uses them in the topology", () => {
    const more = jammed(1000);
    const withLock = {
      ...more,
      edges: [...more.edges, way("s1", "take", "m")],
      primitives: [...more.primitives, { ...channel("m"), kind: "mutex" as const }],
    };
    assert.ok(sceneOf(withLock, NO_TRENDS, choices).nodes.has("m"));
    assert.ok(!sceneOf(withLock, NO_TRENDS, { ...choices, topology: true }).nodes.has("m"));
  });
});
