// A lock taken again by the function that runs under it, by key.
import AsyncLock from "async-lock";

const locks = new AsyncLock();

async function main() {
  await locks.acquire("ledger", async () => {
    await locks.acquire("ledger", async () => {});
  });
}

await main();
