/** A snapshot read in pieces is the snapshot, wherever the pieces end. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { SnapshotError, SnapshotParser } from "../../../server/dump/snapshot/parser.js";
import type { Snapshot } from "../../../server/dump/snapshot/snapshot.js";
import { cut } from "./cut.js";

const META = {
  node_fields: ["type", "name", "id", "self_size", "edge_count", "detachedness"],
  node_types: [["hidden", "object", "closure"], "string", "number", "number", "number", "number"],
  edge_fields: ["type", "name_or_index", "to_node"],
  edge_types: [["context", "element", "property", "internal", "hidden", "shortcut", "weak"], "x", "node"],
  location_fields: ["object_index", "script_id", "line", "column"],
};

interface Heap {
  readonly names: readonly string[];
  /** From each node to others, by a name. */
  readonly edges: readonly (readonly { readonly name: number; readonly to: number }[])[];
}

const heaps: fc.Arbitrary<Heap> = fc.integer({ min: 1, max: 6 }).chain((count) =>
  fc.record({
    names: fc.array(fc.string({ unit: "grapheme" }), { minLength: count, maxLength: count }),
    edges: fc.array(
      fc.array(fc.record({ name: fc.nat(count - 1), to: fc.nat(count - 1) }), { maxLength: 4 }),
      { minLength: count, maxLength: count },
    ),
  }),
);

function textOf({ names, edges }: Heap): string {
  const all = edges.flat();
  return JSON.stringify({
    snapshot: { meta: META, node_count: names.length, edge_count: all.length, trace_function_count: 0 },
    nodes: names.flatMap((_, i) => [1, i, 2 * i + 1, 16, edges[i]!.length, 0]),
    edges: all.flatMap(({ name, to }) => [2, name, to * META.node_fields.length]),
    trace_function_infos: [],
    trace_tree: [[1, [2]]],
    samples: [],
    locations: names.flatMap((_, i) => [i * META.node_fields.length, 100 + i, 3, 4]),
    strings: names,
  });
}

function parse(pieces: readonly string[]): Snapshot {
  const parser = new SnapshotParser();
  for (const piece of pieces) parser.push(piece);
  return parser.finish();
}

describe("the snapshot parser", () => {
  it("reads any heap from any pieces", () => {
    const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(heaps, fractions, (heap, cuts) => {
        const snapshot = parse(cut(textOf(heap), cuts));
        assert.deepEqual(snapshot.strings, heap.names);
        for (const [node, edges] of heap.edges.entries()) {
          assert.equal(snapshot.name(node), heap.names[node]);
          assert.equal(snapshot.nodeIds[node], 2 * node + 1);
          assert.equal(snapshot.type(node), "object");
          const read = [];
          for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++)
            read.push({ name: snapshot.edgeName(edge), to: snapshot.target(edge) });
          assert.deepEqual(
            read,
            edges.map(({ name, to }) => ({ name: heap.names[name], to })),
          );
        }
      }),
    );
  });

  it("reads strings with quotes, backslashes and newlines, character by character", () => {
    const names = ['a"b', "c\\", "\\\\", "\n", '\\"', "é\u2028"];
    const text = textOf({ names, edges: names.map(() => []) });
    assert.deepEqual(parse(Array.from({ length: text.length }, (_, i) => text.charAt(i))).strings, names);
  });

  it("does not take a part for the whole", () => {
    const text = textOf({ names: ["one"], edges: [[]] });
    assert.throws(() => parse([text.slice(0, text.length / 2)]), SnapshotError);
    assert.throws(() => parse([]), SnapshotError);
  });
});
