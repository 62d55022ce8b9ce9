// piscina and tinypool, used rightly.
import { Piscina } from "piscina";
import Tinypool from "tinypool";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const filename = fileURLToPath(new URL("double.mjs", import.meta.url));
for (const Pool of [Piscina, Tinypool]) {
  const pool = new Pool({ filename, minThreads: 1, maxThreads: 1 });
  assert.deepEqual(await Promise.all([1, 2, 3].map((value) => pool.run(value))), [2, 4, 6]);
  await pool.destroy();
}
console.log("done");
