// All of fastq, used rightly.
import fastq from "fastq";
import assert from "node:assert/strict";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const queue = fastq.promise(async (value) => (await pause(12), value * 2), 2);
assert.deepEqual(await Promise.all([1, 2, 3, 4].map((value) => queue.push(value))), [2, 4, 6, 8]);
queue.pause();
const last = queue.push(1);
const first = queue.unshift(2);
queue.resume();
assert.deepEqual([await first, await last], [4, 2]);
void queue.push(1);
await queue.drained();
const order = [];
const context = { name: "context" };
const called = fastq(
  context,
  function work(value, done) {
    assert.equal(this, context);
    order.push(value);
    setTimeout(done, 12, null, value);
  },
  1,
);
for (const value of [1, 2, 3]) called.push(value);
called.unshift(0);
await new Promise((resolve) => (called.drain = resolve));
assert.deepEqual(order, [1, 0, 2, 3]);
called.push(1);
called.push(2);
called.kill();
assert.equal(called.length(), 0);
const sync = fastq((value, done) => done(null, value), 1);
sync.push(1, (_error, result) => assert.equal(result, 1));
console.log("done");
