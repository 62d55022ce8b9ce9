// A reader that finds the cache stale locks it for writing without giving its read lock back.
// found: lock-cycle; by refresh; at cache
import { RWMutex, go } from "sluice";

const fixed = process.argv[2] === "fixed";
const beat = setInterval(() => {}, 20);

const cache = new RWMutex("cache");

async function refresh() {
  await cache.rLock();
  if (fixed) cache.rUnlock();
  /*blocked: refresh*/ await cache.lock();
  cache.unlock();
  if (!fixed) cache.rUnlock();
  clearInterval(beat);
}

go(refresh);
