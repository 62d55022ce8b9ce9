// A wait under a lock, which is over at once, 1,200 times.
import { Mutex, chan } from "sluice";

const cache = new Mutex("cache");
const news = chan(1, "news");

async function note() {
  await cache.lock();
  try {
    return await news.receive();
  } finally {
    cache.unlock();
  }
}

for (let turn = 0; turn < 1200; turn++) {
  await news.send(turn);
  await note();
}
