import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Bag } from "../../../tracer/recorder/bag.js";

const THINGS = Array.from({ length: 4 }, (_, index) => ({ index }));

describe("a bag", () => {
  it("counts like a map of counts, in the order in which things came", () => {
    const step = fc.tuple(fc.constantFrom("add", "remove", "delete"), fc.nat(THINGS.length - 1));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const bag = new Bag<object>();
        const model = new Map<object, number>();
        for (const [what, index] of steps) {
          const thing = THINGS[index] ?? THINGS;
          bag[what](thing);
          const before = model.get(thing) ?? 0;
          if (what === "add") model.set(thing, before + 1);
          else if (what === "remove" && before > 1) model.set(thing, before - 1);
          else model.delete(thing);
          assert.deepEqual(bag.items(), [...model.keys()]);
          assert.equal(bag.size, model.size);
          assert.equal(bag.first, [...model.keys()][0] ?? null);
          for (const one of THINGS) {
            assert.equal(bag.has(one), model.has(one));
            assert.equal(bag.count(one), model.get(one) ?? 0);
          }
        }
      }),
    );
  });
});
