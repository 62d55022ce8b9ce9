/** Boxes stand in the direction of the data, never on each other, and stay where they are when others come. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Layout } from "../../../media/graph/layout.js";
import type { Link, Node } from "../../../media/graph/scene.js";

function boxes(...ids: readonly string[]): Map<string, Node> {
  return new Map(
    ids.map((id) => [
      id,
      {
        ...{ id, shape: "site", label: id, detail: "", place: null, count: 1, shares: [], length: 0 },
        ...{ capacity: null, closed: false, rate: 0, stuck: 0, slowest: false, over: false },
        ...{ width: 170, height: 58 },
      } as const,
    ]),
  );
}

function sends(...ways: readonly string[]): Link[] {
  return ways.map((way) => {
    const [from = "", to = ""] = way.split(" ");
    const rest = { kind: "send", waiting: 0, stuck: false, ring: false, rate: 0, quiet: false } as const;
    return { id: way, from, to, ...rest };
  });
}

function assertApart(layout: Layout): void {
  const spots = [...layout.spots.values()];
  for (const [i, a] of spots.entries()) {
    for (const b of spots.slice(i + 1)) {
      assert.ok(Math.abs(a.x - b.x) >= 170 || Math.abs(a.y - b.y) >= 58, JSON.stringify(spots));
    }
  }
}

describe("the layout", () => {
  it("leads from left to right, on one line", () => {
    const layout = new Layout();
    layout.add(boxes("c", "b", "a"), sends("a b", "b c"));
    const [a, b, c] = ["a", "b", "c"].map((id) => layout.spots.get(id) ?? assert.fail(id));
    assert.ok(a && b && c && a.x < b.x && b.x < c.x);
    assert.deepEqual([a.y, c.y], [b.y, b.y]);
  });

  it("fans out and in around the middle", () => {
    const layout = new Layout();
    layout.add(
      boxes("in", "w1", "w2", "w3", "out"),
      sends("in w1", "in w2", "in w3", "w1 out", "w2 out", "w3 out"),
    );
    const y = (id: string): number => layout.spots.get(id)?.y ?? NaN;
    assert.equal(y("in"), (y("w1") + y("w3")) / 2);
    assert.equal(y("out"), y("in"));
    assertApart(layout);
  });

  it("lays out a ring, as far as it leads forwards", () => {
    const layout = new Layout();
    layout.add(boxes("a", "b", "c"), sends("a b", "b c", "c a"));
    const x = (id: string): number => layout.spots.get(id)?.x ?? NaN;
    assert.ok(x("a") < x("b") && x("b") < x("c"));
  });

  it("is not much higher than it is wide, however many boxes do the same", () => {
    const stages = Array.from({ length: 240 }, (_, i) => `stage${i}`);
    const queues = Array.from({ length: 40 }, (_, i) => `queue${i}`);
    const alone = Array.from({ length: 100 }, (_, i) => `alone${i}`);
    const ways = stages.map((stage, i) => `${stage} queue${i % queues.length}`);
    const nodes = boxes("main", ...stages, ...queues, ...alone);
    const links = sends(...stages.map((stage) => `main ${stage}`), ...ways);
    const atOnce = new Layout();
    atOnce.add(nodes, links);
    const oneByOne = new Layout();
    const ids = [...nodes.keys()];
    for (let count = 2; count <= ids.length; count++) oneByOne.add(boxes(...ids.slice(0, count)), links);
    for (const layout of [atOnce, oneByOne]) {
      assert.equal(layout.spots.size, nodes.size);
      assertApart(layout);
      const [width, height] = (["x", "y"] as const).map((axis) => {
        const places = [...layout.spots.values()].map((spot) => spot[axis]);
        return Math.max(...places) - Math.min(...places);
      });
      assert.ok(height !== undefined && width !== undefined && height < 2.5 * width, `${width} × ${height}`);
    }
  });

  it("moves nothing when boxes come, and puts none on another", () => {
    const names = fc.integer({ min: 0, max: 30 }).map((n) => `n${n}`);
    const way = fc.tuple(names, names).map((ends) => ends.join(" "));
    fc.assert(
      fc.property(fc.array(way, { minLength: 2, maxLength: 60 }), fc.nat(), (ways, cut) => {
        const first = ways.slice(0, 1 + (cut % (ways.length - 1)));
        const namesOf = (some: readonly string[]): string[] => [
          ...new Set(some.flatMap((one) => one.split(" "))),
        ];
        const layout = new Layout();
        layout.add(boxes(...namesOf(first)), sends(...first));
        assertApart(layout);
        const before = new Map(layout.spots);
        layout.add(boxes(...namesOf(ways)), sends(...ways));
        for (const [id, spot] of before) assert.deepEqual(layout.spots.get(id), spot);
        assert.equal(layout.spots.size, namesOf(ways).length);
        assertApart(layout);
      }),
    );
  });

  it("stands as it was kept", () => {
    const layout = new Layout();
    layout.restore([["a", { x: 444, y: 92 }]]);
    layout.add(boxes("a", "b"), sends("a b"));
    assert.deepEqual(layout.spots.get("a"), { x: 444, y: 92 });
  });
});
