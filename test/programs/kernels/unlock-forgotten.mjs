// An early return forgets to unlock; everybody after it waits for ever.
import { Mutex, go, sleep } from "sluice";

const cache = new Mutex("cache");

async function refresh(early) {
  /*blocked: refresh*/ await cache.lock();
  await sleep(1);
  if (early) return;
  cache.unlock();
}

go(refresh, true);
go(refresh, false);
await sleep(50);
