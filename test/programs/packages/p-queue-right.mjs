// All of p-queue, used rightly.
import PQueue from "p-queue";
import assert from "node:assert/strict";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
class Named extends PQueue {}
const queue = new Named({ concurrency: 2 });
assert.ok(queue instanceof PQueue);
const done = [];
for (let i = 0; i < 5; i++) {
  void queue.add(async () => {
    await pause(15);
    done.push(i);
  });
}
await queue.onSizeLessThan(2);
await queue.onEmpty();
await queue.onIdle();
assert.equal(done.length, 5);
assert.deepEqual(await queue.addAll([async () => 1, () => 2]), [1, 2]);
await assert.rejects(
  queue.add(async () => {
    throw new Error("no");
  }),
  /no/,
);
await assert.rejects(
  queue.add(() => pause(200), { timeout: 20 }),
  /timed out/i,
);
queue.pause();
const paused = queue.add(async () => 3);
setTimeout(() => queue.start(), 30);
assert.equal(await paused, 3);
queue.pause();
queue.add(async () => 4).catch(() => {});
queue.clear();
await queue.onIdle();
queue.add(async () => 5);
console.log("done");
