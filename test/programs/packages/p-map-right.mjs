// p-map, used rightly, and nested.
import pMap from "p-map";
import assert from "node:assert/strict";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const values = [1, 2, 3, 4];
const doubled = await pMap(values, async (value) => (await pause(15), value * 2), { concurrency: 2 });
assert.deepEqual(doubled, [2, 4, 6, 8]);
const nested = await pMap(values, (value) => pMap([value], async (inner) => (await pause(12), inner)), {
  concurrency: 1,
});
assert.deepEqual(nested, [[1], [2], [3], [4]]);
await assert.rejects(
  pMap(values, async () => {
    await pause(12);
    throw new Error("no");
  }),
  /no/,
);
console.log("done");
