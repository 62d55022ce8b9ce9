// cockroach#7504: releasing a lease takes the lease and then the table cache; acquiring one takes them the
// other way round.
// found: lock-cycle; by acquireByName, release; at lease, tables
import { Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const lease = new Mutex("lease");
const tables = new Mutex("tables");

async function release() {
  const [first, second] = fixed ? [tables, lease] : [lease, tables];
  await first.lock();
  await sleep(5);
  /*blocked: release*/ await second.withLock(() => {});
  first.unlock();
}

async function acquireByName() {
  /*blocked: acquireByName*/ await tables.withLock(async () => {
    await sleep(5);
    /*blocked: (anonymous)*/ await lease.withLock(() => {});
  });
}

await Promise.all([go(release), go(acquireByName)]);
