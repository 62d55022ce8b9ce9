// cockroach#6181: a cache prints itself under its read lock, which prints an entry under the same; a writer
// waits in between.
// found: lock-cycle; by lookup ×2; at cache
import { RWMutex, WaitGroup, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const cache = new RWMutex("cache");

async function describe() {
  /*blocked: describe*/ await cache.withRLock(() => {});
}

async function lookup(i) {
  await cache.rLock();
  await sleep(5 * i);
  if (!fixed) /*blocked: lookup*/ await describe();
  cache.rUnlock();
  /*blocked: lookup*/ await cache.withLock(() => {});
}

async function main() {
  const lookups = new WaitGroup("lookups");
  for (let i = 0; i < 3; i++) lookups.go(lookup, i + 1);
  await lookups.wait();
}

main();
