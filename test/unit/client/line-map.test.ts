/** Where the lines of a text are after somebody has edited it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { LineMap } from "../../../client/editor/marks/line-map.js";

const BEFORE = ["one", "two", "three", "two", "four"];

function mapped(now: readonly string[]): (number | null)[] {
  const map = new LineMap(BEFORE, now);
  return BEFORE.map((_, index) => map.now(index + 1));
}

describe("a line", () => {
  it("stays where it is while nothing is edited", () => {
    assert.deepEqual(mapped(BEFORE), [1, 2, 3, 4, 5]);
  });

  it("moves with what is inserted and removed above it", () => {
    assert.deepEqual(mapped(["zero", "one", "two", "three", "two", "four"]), [2, 3, 4, 5, 6]);
    assert.deepEqual(mapped(["one", "three", "two", "four"]), [1, null, 2, 3, 4]);
  });

  it("that was changed is nowhere, as long as it is not what it was", () => {
    assert.deepEqual(mapped(["one", "two", "three!", "two", "four"]), [1, 2, null, 4, 5]);
  });

  it("is nowhere in a text that is another", () => {
    const map = new LineMap(
      BEFORE,
      Array.from({ length: 5000 }, (_, index) => `other ${index}`),
    );
    assert.equal(map.now(1), null);
  });

  it("is always one with the same text, and the lines keep their order", () => {
    const texts = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (before, now) => {
        const map = new LineMap(before, now);
        const found = before.map((_, index) => map.now(index + 1));
        found.forEach((line, index) => {
          if (line !== null) assert.equal(now[line - 1], before[index]);
        });
        const places = found.filter((line) => line !== null);
        assert.deepEqual(
          places,
          [...new Set(places)].sort((a, b) => a - b),
        );
      }),
    );
  });
});
