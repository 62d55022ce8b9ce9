/** However long a run, a bounded number of its moments is kept, evenly. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KeptRows, Still } from "../../../server/dap/protocol.js";
import { Stills } from "../../../server/dap/stills.js";

const ROWS: KeptRows = { pages: [], details: {} };

function still(atMs: number, finding = ""): Still {
  const run = { key: "", program: "", how: "", nowMs: atMs, pastMs: atMs, canLookBack: true, dropped: 0 };
  const graph = {
    run: { ...run, state: "live" as const },
    sites: [],
    primitives: [],
    edges: [],
    findings: [finding],
  };
  const views = { tasks: ROWS, primitives: ROWS, findings: ROWS };
  return {
    atMs,
    flow: { graph, tasks: {} },
    rows: { views, tasksBy: { site: ROWS, state: ROWS, wait: ROWS } },
  };
}

/** A look at each so many milliseconds of the program; none of them costs anything. */
function taken(everyMs: number, untilMs: number, finding = ""): number[] {
  const stills = new Stills(() => 0);
  for (let atMs = everyMs; atMs <= untilMs; atMs += everyMs) stills.take(atMs, () => still(atMs, finding));
  return stills.told().map(({ atMs }) => atMs);
}

describe("moments of a run", () => {
  it("are all kept of a short one", () => {
    assert.equal(taken(50, 1000).length, 20);
  });

  it("are some, at equal distances up to the end, of a long one", () => {
    const times = taken(50, 600_000);
    assert.ok(times.length > 20 && times.length <= 64, `${times.length}`);
    const steps = new Set(times.slice(1).map((time, i) => time - (times[i] ?? 0)));
    assert.equal(steps.size, 1, [...steps].join());
    assert.ok(600_000 - (times.at(-1) ?? 0) <= [...steps][0]!);
  });

  it("are fewer where each of them is large", () => {
    const times = taken(50, 3000, "x".repeat(100_000));
    assert.ok(times.length >= 3 && times.length <= 5, `${times.length}`);
    assert.equal(times.at(-1), 3000);
  });

  it("are none where already one is too large", () => {
    assert.deepEqual(taken(50, 200, "x".repeat(600_000)), []);
  });

  it("are taken for a small share of the time alone", () => {
    let nowMs = 0;
    const stills = new Stills(() => nowMs);
    let made = 0;
    for (let atMs = 0; atMs < 10_000; atMs += 50) {
      nowMs = Math.max(nowMs, atMs);
      stills.take(atMs, () => {
        made++;
        nowMs += 40;
        return still(atMs);
      });
    }
    assert.ok(made >= 11 && made <= 13, `${made}`);
  });
});
