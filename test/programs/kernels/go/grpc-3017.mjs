// grpc#3017: a cached connection that was removed already makes the timer's task return without unlocking.
// found: deadlock; by main; at cache
import { Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const cache = new Mutex("cache");

async function expire() {
  await cache.lock();
  const removed = true;
  if (removed && !fixed) return;
  cache.unlock();
}

async function remove() {
  await sleep(5);
  /*blocked: remove*/ await cache.withLock(() => {});
}

async function main() {
  go(expire);
  /*blocked: main*/ await remove();
}

main();
