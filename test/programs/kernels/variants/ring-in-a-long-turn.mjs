// Two locks in two orders, in a turn that goes on for so long that the library lets the event loop come round.
// found: lock-cycle; by acquireByName, release; at lease, tables
import { Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const lease = new Mutex("lease");
const tables = new Mutex("tables");

function work(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

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

const releasing = go(release);
work(12);
await Promise.all([releasing, go(acquireByName)]);
