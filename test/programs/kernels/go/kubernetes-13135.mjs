// kubernetes#13135: a cacher starts under its lock and fills the watch cache; the watch cache tells the
// cacher under its own lock.
// found: lock-cycle; by processEvent, startCaching; at cacher, watchCache
import { Mutex, Once, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const cacher = new Mutex("cacher");
const watchCache = new Mutex("watchCache");
const ready = new Once("ready");

async function startCaching() {
  await cacher.lock();
  await ready.do(() => {});
  await sleep(5);
  if (fixed) cacher.unlock();
  /*blocked: startCaching*/ await watchCache.withLock(() => {});
  if (!fixed) cacher.unlock();
}

async function processEvent() {
  /*blocked: processEvent*/ await watchCache.withLock(async () => {
    await sleep(5);
    /*blocked: (anonymous)*/ await cacher.lock();
    cacher.unlock();
  });
}

go(startCaching);
go(processEvent);
