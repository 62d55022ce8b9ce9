// All of async-lock, used rightly.
import AsyncLock from "async-lock";
import assert from "node:assert/strict";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const locks = new AsyncLock();
let inside = 0;
async function work(key) {
  return locks.acquire(key, async () => {
    assert.equal(++inside, 1);
    await pause(4);
    inside--;
    return key;
  });
}
assert.deepEqual(await Promise.all([work("a"), work("a"), work("a")]), ["a", "a", "a"]);
await locks.acquire("a", (done) => setTimeout(done, 15));
await Promise.all([1, 2, 3].map(() => locks.acquire("a", (done) => setTimeout(done, 15))));
const both = () =>
  locks.acquire(["a", "b"], async () => {
    assert.equal(++inside, 1);
    await pause(15);
    inside--;
    return 7;
  });
assert.deepEqual(await Promise.all([both(), both(), work("b")]), [7, 7, "b"]);
await new Promise((resolve) => locks.acquire("a", () => pause(15), resolve));
await assert.rejects(
  locks.acquire("a", () => Promise.reject(new Error("no"))),
  /no/,
);
await assert.rejects(
  locks.acquire("a", () => {
    throw new Error("thrown");
  }),
  /thrown/,
);
const timed = new AsyncLock({ timeout: 20 });
await timed.acquire("a", async () => {
  await assert.rejects(
    timed.acquire("a", async () => {}),
    /timed out/,
  );
});
assert.equal(locks.isBusy(), false);
console.log("done");
