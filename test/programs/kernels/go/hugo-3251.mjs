// hugo#3251: an address is locked and then its table; removing it locks the table and then the address.
// found: lock-cycle; by fetchOnce, forget; at address, table
import { Mutex, RWMutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const table = new RWMutex("table");
const address = new Mutex("address");

async function fetchOnce() {
  await address.lock();
  await sleep(5);
  /*blocked: fetchOnce*/ await table.rLock();
  table.rUnlock();
  address.unlock();
}

async function forget() {
  if (fixed) await sleep(10);
  await table.lock();
  await sleep(5);
  if (fixed) table.unlock();
  /*blocked: forget*/ await address.lock();
  address.unlock();
  if (!fixed) table.unlock();
}

async function main() {
  await Promise.all([go(fetchOnce), go(forget)]);
}

main();
