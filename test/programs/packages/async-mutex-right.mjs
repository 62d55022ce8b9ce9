// All of async-mutex, used rightly, while a timer keeps the program busy.
import { Mutex, Semaphore, tryAcquire, withTimeout } from "async-mutex";
import assert from "node:assert/strict";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const mutex = new Mutex();
const semaphore = new Semaphore(2);
class Named extends Mutex {}
assert.equal(new Named().constructor, Named);
assert.equal(mutex.constructor, Mutex);
assert.ok(new Named() instanceof Mutex);

let inside = 0;
async function worker() {
  for (let i = 0; i < 3; i++) {
    await mutex.runExclusive(async () => {
      assert.equal(++inside, 1);
      await pause(4);
      inside--;
    });
    const [, release] = await semaphore.acquire();
    await pause(4);
    release();
  }
}
await Promise.all([worker(), worker(), worker(), worker()]);

const release = await mutex.acquire();
await assert.rejects(tryAcquire(mutex).acquire(), /already locked/);
await assert.rejects(withTimeout(mutex, 20).acquire(), /timeout/);
const cancelled = mutex.acquire();
mutex.cancel();
await assert.rejects(cancelled, /canceled/);
setTimeout(release, 60);
const other = await mutex.acquire();
await pause(60);
other();
await mutex.waitForUnlock();
console.log("done");
