// etcd#7902: the follower waits under the lock for the leader's release, and the leader needs the lock to
// release.
// found: deadlock; by main, round ×2; at electors, next, rounds
import { Mutex, WaitGroup, chan } from "sluice";

const fixed = process.argv[2] === "fixed";

const mu = new Mutex("rounds");
const next = chan(0, "next");

async function round(leads) {
  await mu.withLock(() => {});
  await new Promise((resolve) => setTimeout(resolve, leads ? 10 : 1));
  if (fixed && !leads) return void (await next.receive());
  /*blocked: round*/ await mu.lock();
  if (leads) next.close();
  else /*blocked: round*/ await next.receive();
  mu.unlock();
}

async function main() {
  const electors = new WaitGroup("electors");
  electors.go(round, true);
  electors.go(round, false);
  /*blocked: main*/ await electors.wait();
}

main();
