/** A map of numbers holds what a `Map` holds, however many there are. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Lists } from "../../../server/dump/graph/lists.js";
import { NodeMap } from "../../../server/dump/graph/node-map.js";
import { rankOf } from "../../../server/dump/graph/sorted.js";

/** Ordinals go up to the number of nodes in a heap; those of one kind lie close together, or at equal distances. */
const nodes = fc.oneof(
  fc.nat(50),
  fc.nat(0xffff_fffe),
  fc.nat(5000).map((n) => n * 4096),
);

describe("a map of nodes", () => {
  it("is a map", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nodes, fc.nat())), fc.array(nodes), (entries, others) => {
        const expected = new Map<number, number>();
        const map = new NodeMap();
        for (const [node, value] of entries) {
          expected.set(node, value);
          map.set(node, value);
        }
        assert.deepEqual([...map.keys()].sort(), [...expected.keys()].sort());
        for (const node of [...expected.keys(), ...others]) {
          assert.equal(map.get(node), expected.get(node));
        }
      }),
    );
  });

  it("grows", () => {
    const map = new NodeMap();
    for (let i = 0; i < 100_000; i++) map.set(3 * i, i);
    assert.equal([...map.keys()].length, 100_000);
    for (let i = 0; i < 100_000; i++) {
      assert.equal(map.get(3 * i), i);
      assert.equal(map.get(3 * i + 1), undefined);
    }
  });
});

describe("lists by nodes", () => {
  it("keep the order of each", () => {
    const lists = new Lists<string>();
    for (const [key, item] of [
      [7, "a"],
      [0, "b"],
      [7, "c"],
      [7, "d"],
    ] as const)
      lists.push(key, item);
    assert.deepEqual(lists.of(7), ["a", "c", "d"]);
    assert.deepEqual(lists.of(0), ["b"]);
    assert.deepEqual(lists.of(1), []);
    assert.deepEqual([...lists.keys()].sort(), [0, 7]);
  });
});

describe("nodes in the order of the heap", () => {
  it("are found at their places, and others are not", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), fc.nat(200), (some, other) => {
        const ordered = [...some].sort((a, b) => a - b);
        for (const node of [...ordered, other])
          assert.equal(
            rankOf(node, ordered.length, (rank) => ordered[rank]),
            ordered.indexOf(node),
          );
      }),
    );
  });
});
