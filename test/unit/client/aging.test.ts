import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AGED_AT_ONCE, Aging } from "../../../client/views/aging.js";
import type { RowNode } from "../../../client/views/row-tree.js";

const BORN_MS = 1_000_000;

function nodes(count: number, epochMs = BORN_MS): RowNode[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: "row",
    path: `>t${index}`,
    parent: undefined,
    text: "",
    row: {
      id: `t${index}`,
      label: "worker",
      state: "waiting",
      brief: "receive jobs",
      age: { kind: "since", epochMs, oldestOf: 1 },
      icon: "receive",
      stuck: false,
      place: null,
      start: null,
      task: null,
      children: "none",
    },
  }));
}

describe("rows that grow older", () => {
  it("have their turn, a few at once, until all are up to date", () => {
    const aging = new Aging();
    const shown = nodes(2 * AGED_AT_ONCE + 50);
    for (const node of shown) aging.draw(node, BORN_MS + 1_000);
    const nowMs = BORN_MS + 2_000;
    const turns = [];
    for (let aged = aging.next(shown, nowMs); aged.length > 0; aged = aging.next(shown, nowMs)) {
      turns.push(aged.length);
      for (const node of aged) aging.draw(node, nowMs);
    }
    assert.deepEqual(turns, [AGED_AT_ONCE, AGED_AT_ONCE, 50]);
  });

  it("do not lose their turn to those that age faster", () => {
    const aging = new Aging();
    const shown = nodes(3 * AGED_AT_ONCE);
    const had = new Set<RowNode>();
    for (let second = 1; second <= 4; second++) {
      const nowMs = BORN_MS + second * 1_000;
      if (second === 1) for (const node of shown) aging.draw(node, nowMs);
      // Each second all of them are out of date again.
      for (const node of aging.next(shown, nowMs)) {
        had.add(node);
        aging.draw(node, nowMs);
      }
    }
    assert.equal(had.size, shown.length);
  });

  it("are left alone where nothing would look otherwise, or nothing was drawn yet", () => {
    const aging = new Aging();
    const [drawn, other] = nodes(2);
    assert.ok(drawn && other);
    aging.draw(drawn, BORN_MS + 1_000);
    assert.deepEqual(aging.next([drawn, other], BORN_MS + 1_100), []);
    assert.deepEqual(aging.next([drawn, other], BORN_MS + 2_000), [drawn]);
    assert.deepEqual(aging.next([], BORN_MS + 2_000), []);
  });
});
