// async, used rightly.
import async, { eachLimit, mapLimit, queue as makeQueue } from "async";
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const values = [1, 2, 3, 4];
assert.deepEqual(await mapLimit(values, 2, async (value) => (await pause(12), value * 2)), [2, 4, 6, 8]);
assert.deepEqual(
  await async.mapLimit(values, 2, (value, done) => setTimeout(done, 12, null, value * 2)),
  [2, 4, 6, 8],
);
let sum = 0;
await new Promise((resolve, reject) =>
  eachLimit(
    values,
    3,
    (value, done) => {
      sum += value;
      setImmediate(done);
    },
    (error) => (error ? reject(error) : resolve()),
  ),
);
assert.equal(sum, 10);
await async.timesLimit(3, 2, async () => pause(2));
await async.parallelLimit([async () => pause(2), async () => pause(2)], 1);
const queue = makeQueue(async (value) => (await pause(12), value), 2);
assert.deepEqual(await Promise.all([queue.push(1), queue.push(2), queue.push(3)]), [1, 2, 3]);
void queue.push([4, 5]);
await queue.drain();
const alone = createRequire(import.meta.url)("async/mapLimit");
assert.deepEqual(await alone(values, 2, async (value) => value), values);
await assert.rejects(
  mapLimit(values, 2, async () => {
    throw new Error("no");
  }),
  /no/,
);
console.log("done");
