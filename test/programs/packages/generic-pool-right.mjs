// generic-pool, used rightly.
import { createPool } from "generic-pool";
import assert from "node:assert/strict";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let made = 0;
const factory = { create: async () => ({ id: ++made }), destroy: async () => {} };
const pool = createPool(factory, { max: 2, min: 0 });
await Promise.all([1, 2, 3, 4, 5].map(() => pool.use(() => pause(15))));
assert.equal(made, 2);
const timed = createPool(factory, { max: 1, acquireTimeoutMillis: 20 });
const connection = await timed.acquire();
await assert.rejects(timed.acquire(), /timed out/);
await timed.release(connection);
await timed.drain();
await timed.clear();
await pool.drain();
await pool.clear();
console.log("done");
