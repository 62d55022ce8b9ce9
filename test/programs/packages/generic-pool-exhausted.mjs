// A task that has the only connection of a pool asks for another one.
import { createPool } from "generic-pool";

const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { max: 1, min: 0 });

async function transaction() {
  const connection = await pool.acquire();
  await query();
  await pool.release(connection);
}

async function query() {
  await pool.acquire();
}

await transaction();
