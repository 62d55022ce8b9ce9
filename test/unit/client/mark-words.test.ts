/** What the marks of an editor say. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FindingFacts, FindingMark, LineCount, LineWaits } from "../../../server/dap/protocol.js";
import {
  countInWords,
  primitivesInWords,
  stuckInWords,
  stuckLines,
  waitsInWords,
} from "../../../client/editor/marks/mark-words.js";

const NOW_MS = 1_000_000;
const FILE = "/app/main.ts";

const THREE: LineWaits = {
  line: 7,
  count: 3,
  stuck: 0,
  age: { kind: "since", epochMs: NOW_MS - 12_000, oldestOf: 3 },
  waits: ["receive jobs (0/10)"],
  more: 0,
  state: "blocked",
};

function mark(line: number, rest: Partial<FindingMark> = {}): FindingMark {
  const site = { function: "worker", file: FILE, line, column: 3 };
  return { site, wait: "lock", words: "lock pan", count: 1, order: [], ...rest };
}

function finding(kind: FindingFacts["kind"], marks: readonly FindingMark[]): FindingFacts {
  const site = mark(1).site;
  return { kind, severity: "error", message: `a ${kind}`, site, places: [], code: null, marks };
}

describe("the words after a line", () => {
  it("say how many tasks wait, how long, and for what", () => {
    assert.equal(
      waitsInWords(THREE, undefined, NOW_MS),
      "3 tasks wait here · oldest 12 s · receive jobs (0/10)",
    );
    const one: LineWaits = { ...THREE, count: 1, age: { kind: "lasted", ms: 350, oldestOf: 1 } };
    assert.equal(waitsInWords(one, undefined, NOW_MS), "1 task waits here · 350 ms · receive jobs (0/10)");
    const many: LineWaits = { ...THREE, count: 12_000, age: null, waits: ["lock a", "lock b"], more: 4 };
    assert.equal(waitsInWords(many, undefined, NOW_MS), "12,000 tasks wait here · lock a, lock b and 4 more");
  });

  it("say how many of them are stuck", () => {
    assert.equal(
      waitsInWords({ ...THREE, stuck: 1 }, undefined, NOW_MS),
      "3 tasks wait here · 1 stuck · oldest 12 s · receive jobs (0/10)",
    );
    assert.equal(
      waitsInWords({ ...THREE, stuck: 3, age: null }, undefined, NOW_MS),
      "3 tasks are stuck here · receive jobs (0/10)",
    );
  });

  it("begin with the places of a ring", () => {
    const lines = stuckLines([finding("lock-cycle", [mark(7, { order: [3, 1], count: 2 })])], FILE);
    const stuck = lines.get(7)!;
    assert.equal(
      waitsInWords({ ...THREE, count: 2, stuck: 2, age: null, waits: ["lock pan"] }, stuck, NOW_MS),
      "①③ 2 tasks are stuck here · lock pan",
    );
    assert.equal(stuckInWords(stuck), "①③ 2 tasks are stuck here · lock pan");
    assert.equal(stuckInWords({ ...stuck, order: [21], count: 1 }), "(21) 1 task is stuck here · lock pan");
  });
});

describe("what findings leave", () => {
  it("are the lines of those whose tasks wait for ever, in one file", () => {
    const elsewhere = { ...mark(9), site: { ...mark(9).site, file: "/app/other.ts" } };
    const lines = stuckLines(
      [
        finding("deadlock", [mark(7, { order: [1] }), mark(8, { order: [2], words: "task mailer" })]),
        finding("leak", [mark(7, { words: "receive jobs", count: 4 }), elsewhere]),
        finding("lock-order", [mark(3)]),
      ],
      FILE,
    );
    assert.deepEqual([...lines.keys()], [7, 8]);
    assert.deepEqual(lines.get(7), {
      line: 7,
      count: 5,
      order: [1],
      waits: ["lock pan", "receive jobs"],
      messages: ["a deadlock", "a leak"],
    });
    assert.equal(stuckInWords(lines.get(7)!), "① 5 tasks are stuck here · lock pan and 1 more");
  });
});

describe("the words above a function", () => {
  const count: LineCount = {
    ...{ line: 3, column: 1, started: 412, atLeast: false, live: 3, leaked: 0, stuck: 0 },
  };

  it("are how many tasks were started and how many are left", () => {
    assert.equal(countInWords([count]), "412 started · 3 live");
    assert.equal(countInWords([{ ...count, leaked: 1 }]), "412 started · 3 live · 1 leaked");
    assert.equal(
      countInWords([count, { ...count, started: 700, stuck: 2 }]),
      "1,112 started · 6 live · 2 stuck",
    );
  });

  it("say that there may be more", () => {
    assert.equal(
      countInWords([
        { ...count, live: 0 },
        { ...count, atLeast: true },
      ]),
      "824+ started · 3 live",
    );
  });
});

describe("the words of primitives", () => {
  it("name the first ones", () => {
    assert.equal(
      primitivesInWords({ line: 3, words: ["jobs ▰▰▱▱▱ 2/5", "results idle"], more: 2 }),
      "jobs ▰▰▱▱▱ 2/5, results idle and 2 more",
    );
  });
});
