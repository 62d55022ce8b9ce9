// All of p-limit, used rightly.
import pLimit, { limitFunction } from "p-limit";
import assert from "node:assert/strict";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const limit = pLimit(2);
assert.equal(limit.concurrency, 2);
const values = [1, 2, 3, 4, 5];
assert.deepEqual(
  await Promise.all(
    values.map((value) =>
      limit(async () => {
        await pause(15);
        return value;
      }),
    ),
  ),
  values,
);
assert.deepEqual(await limit.map(values, async (value) => (await pause(12), value * 2)), [2, 4, 6, 8, 10]);
await assert.rejects(
  limit(async () => {
    throw new Error("no");
  }),
  /no/,
);
const limited = limitFunction(async (value) => (await pause(12), value), { concurrency: 1 });
assert.deepEqual(await Promise.all([limited(1), limited(2)]), [1, 2]);
void limit(pause, 20);
void limit(pause, 20);
void limit(pause, 20);
assert.equal(limit.activeCount + limit.pendingCount, 3);
await pause(1);
limit.clearQueue();
assert.equal(limit.pendingCount, 0);
limit.concurrency = 4;
console.log("done");
