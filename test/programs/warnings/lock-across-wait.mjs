// A lock is held for more than a second until news come, with two tasks behind it.
import { Mutex, chan, go, sleep } from "sluice";

const cache = new Mutex("cache");
const news = chan(0, "news");

async function refresh() {
  await cache.lock();
  /*blocked: refresh*/ await news.receive();
  cache.unlock();
}

async function read() {
  await sleep(20);
  await cache.lock();
  cache.unlock();
}

go(refresh);
go(read);
go(read);
await sleep(1500);
await news.send(1);
