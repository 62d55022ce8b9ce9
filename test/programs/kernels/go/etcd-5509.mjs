// etcd#5509: a failing acquire returns with the read lock held; closing waits for all readers.
// found: lock-cycle; by main; at client
import { RWMutex } from "sluice";

const fixed = process.argv[2] === "fixed";

const client = new RWMutex("client");

async function acquire() {
  await client.rLock();
  if (fixed) client.rUnlock();
  throw new Error("closed");
}

async function main() {
  await acquire().catch(() => {});
  /*blocked: main*/ await client.lock();
  client.unlock();
}

main();
