// A reader keeps its lock while it waits for the news that only the writer behind it could send.
// found: deadlock; by main, write; at news, store
import { RWMutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

async function write(store, news) {
  await sleep(2);
  /*blocked: write*/ await store.lock();
  store.unlock();
  await news.send("written");
}

async function main() {
  const store = new RWMutex("store");
  const news = chan(0, "news");
  await store.rLock();
  go(write, store, news);
  if (fixed) store.rUnlock();
  /*blocked: main*/ await news.receive();
  if (!fixed) store.rUnlock();
}

main();
