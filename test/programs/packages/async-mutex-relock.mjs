// A task takes a mutex that it holds.
import { Mutex } from "async-mutex";

const ledger = new Mutex();

async function transfer() {
  const release = await ledger.acquire();
  await audit();
  release();
}

async function audit() {
  await ledger.acquire();
}

await transfer();
