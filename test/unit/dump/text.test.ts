/** Strings that a program put together are two parts in a snapshot, which may have parts again. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SnapshotParser } from "../../../server/dump/snapshot/parser.js";
import type { Snapshot } from "../../../server/dump/snapshot/snapshot.js";
import { textOf } from "../../../server/dump/snapshot/text.js";

const FIELDS = ["type", "name", "id", "self_size", "edge_count"];
const META = {
  node_fields: FIELDS,
  node_types: [["string", "concatenated string", "object"], "string", "number", "number", "number"],
  edge_fields: ["type", "name_or_index", "to_node"],
  edge_types: [["internal"], "x", "node"],
};

/** A string, or the numbers of the two that it is made of; null is no string at all. */
type Part = string | readonly [number, number] | null;

function snapshotOf(parts: readonly Part[]): Snapshot {
  const strings = [
    "first",
    "second",
    "(concatenated string)",
    ...parts.filter((one) => typeof one === "string"),
  ];
  const typeOf = (part: Part): number => (part === null ? 2 : typeof part === "string" ? 0 : 1);
  const nameOf = (part: Part): number => (typeof part === "string" ? strings.indexOf(part) : 2);
  const pairs = parts.flatMap((part) => (part === null || typeof part === "string" ? [] : [part]));
  const parser = new SnapshotParser();
  parser.push(
    JSON.stringify({
      snapshot: { meta: META, node_count: parts.length, edge_count: 2 * pairs.length },
      nodes: parts.flatMap((part, i) => [typeOf(part), nameOf(part), i, 0, typeOf(part) === 1 ? 2 : 0]),
      edges: pairs.flatMap(([first, second]) => [0, 0, first * FIELDS.length, 0, 1, second * FIELDS.length]),
      strings,
    }),
  );
  return parser.finish();
}

describe("a string of the program", () => {
  it("is its text, in one piece or in many", () => {
    const snapshot = snapshotOf(["4:", "127.0.0.1", ":8080", [0, 1], [3, 2], ""]);
    assert.equal(textOf(snapshot, 0), "4:");
    assert.equal(textOf(snapshot, 4), "4:127.0.0.1:8080");
    assert.equal(textOf(snapshot, 5), "");
  });

  it("is none where something else is met", () => {
    const snapshot = snapshotOf([null, "a", [1, 0]]);
    assert.equal(textOf(snapshot, 0), undefined);
    assert.equal(textOf(snapshot, 2), undefined);
  });

  it("is given up where it is made of very many", () => {
    const pairs = Array.from({ length: 300 }, (_, i) => [0, i] as const);
    assert.equal(textOf(snapshotOf(["x", ...pairs]), 300), undefined);
  });
});
