// The same beside a task that is stuck at another line: it may be the mistake's doing.
import { Mutex, chan, go } from "sluice";

const cache = new Mutex("cache");
const asked = chan(1, "asked");

async function ask() {
  await cache.lock();
  await asked.send(1);
  await asked.receive();
  cache.unlock();
}

for (let turn = 0; turn < 1200; turn++) await ask();
go(async function stuck() {
  await chan(0, "nobody").receive();
});
