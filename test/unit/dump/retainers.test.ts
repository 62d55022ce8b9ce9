/** Who holds an object, and who only seems to. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Retainers } from "../../../server/dump/graph/retainers.js";
import { SnapshotParser } from "../../../server/dump/snapshot/parser.js";
import { heapText, type HeapNode } from "./heap-text.js";

function holdersIn(nodes: readonly HeapNode[]): (node: number) => number[] {
  const parser = new SnapshotParser();
  parser.push(heapText(nodes));
  const retainers = new Retainers(parser.finish());
  return (node) => [...retainers.of(node)].map(({ holder }) => holder);
}

describe("retainers", () => {
  const holdersOf = holdersIn([
    { type: "object", edges: [["property", 2]] },
    {
      type: "object",
      edges: [
        ["property", 2],
        ["weak", 4],
        ["property", 3],
      ],
    },
    { type: "object", edges: [["property", 0]] },
    { type: "string", edges: [] },
    { type: "object", edges: [["property", 4]] },
    { type: "code", edges: [["property", 4]] },
    { type: "object", edges: [["property", 5]] },
  ]);

  it("are all that hold an object, in the order of the heap", () => {
    assert.deepEqual(holdersOf(2), [0, 1]);
    assert.deepEqual(holdersOf(0), [2]);
    assert.deepEqual(holdersOf(4), [4, 5]);
    assert.deepEqual(holdersOf(1), []);
  });

  it("are not kept for what is a value, or shared by many", () => {
    assert.deepEqual(holdersOf(3), []);
    assert.deepEqual(holdersOf(5), []);
  });
});
