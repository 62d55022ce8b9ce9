import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { descriptionOf, spokenOf } from "../../../client/views/row-text.js";
import type { Row } from "../../../server/dap/protocol.js";
import { describeDuration } from "../../../server/model/words.js";

const ROW: Row = {
  id: "t1",
  label: "worker ×9,998",
  state: "waiting to receive from jobs",
  brief: "receive jobs",
  age: { kind: "since", epochMs: 1_000, oldestOf: 9_998 },
  icon: "receive",
  stuck: false,
  place: { kind: "here", site: { file: "C:\\app\\main.ts", line: 12, column: 3, function: "worker" } },
  start: null,
  task: null,
  children: "closed",
};

describe("a row's words", () => {
  it("tell in brief the state, age and place", () => {
    assert.equal(descriptionOf(ROW, 13_000), "receive jobs · oldest 12 s · main.ts:12");
    assert.equal(descriptionOf({ ...ROW, age: null, place: null }, 0), "receive jobs");
  });

  it("are spoken in full", () => {
    assert.equal(
      spokenOf({ ...ROW, stuck: true, age: { kind: "lasted", ms: 1_000, oldestOf: 1 } }, 0),
      "worker ×9,998, stuck, waiting to receive from jobs, for 1 second, main.ts line 12",
    );
  });

  it("have the ages that every other face has", () => {
    for (const ms of [0, 350, 999.6, 1_000, 12_400, 119_999, 120_000, 7_199_999, 7_200_000, 1e9]) {
      const row: Row = { ...ROW, brief: "", place: null, age: { kind: "lasted", ms, oldestOf: 1 } };
      assert.equal(descriptionOf(row, 0), describeDuration(ms));
    }
  });
});
