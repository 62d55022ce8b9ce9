// cockroach#584: the loop that bootstraps breaks out while it holds the lock.
// found: deadlock; by main, manage; at gossip
import { Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const gossip = new Mutex("gossip");

async function bootstrap() {
  for (;;) {
    await gossip.lock();
    if (fixed) gossip.unlock();
    break;
  }
}

async function manage() {
  await sleep(5);
  /*blocked: manage*/ await gossip.lock();
  gossip.unlock();
}

async function main() {
  /*blocked: main*/ await Promise.all([go(bootstrap), go(manage)]);
}

main();
