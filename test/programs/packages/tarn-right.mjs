// tarn, used rightly: a wait in vain ends by a timeout.
import tarn from "tarn";
import assert from "node:assert/strict";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const pool = new tarn.Pool({
  create: async () => ({}),
  destroy: () => {},
  min: 0,
  max: 2,
  acquireTimeoutMillis: 100,
});
async function query() {
  const connection = await pool.acquire().promise;
  await pause(15);
  pool.release(connection);
}
await Promise.all([query(), query(), query(), query()]);
const held = [await pool.acquire().promise, await pool.acquire().promise];
assert.equal(pool.numUsed(), 2);
await assert.rejects(pool.acquire().promise, /timed out/);
held.forEach((connection) => pool.release(connection));
await pool.destroy();
console.log("done");
