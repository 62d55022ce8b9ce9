// Two locks in two orders, taken by tasks that begin when thousands have just begun: too many for a stack each, and for
// so long that the library lets the event loop come round. Beside them the others wait for work, and a timer runs.
// found: lock-cycle; by crossing, crossing; at left, right
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const queue = chan(0, "queue");
const left = new Mutex("left");
const right = new Mutex("right");

async function part() {
  await queue.receive();
}

async function shard() {
  for (let i = 0; i < 99; i++) go(part);
  await sleep(20);
}

async function crossing(first, second) {
  await first.lock();
  await sleep(10);
  /*blocked: crossing*/ await second.lock();
  second.unlock();
  first.unlock();
}

for (let i = 0; i < 20; i++) go(shard);
const crossings = [go(crossing, left, right), fixed ? go(crossing, left, right) : go(crossing, right, left)];
await sleep(100);
if (fixed) await Promise.all(crossings);
queue.close();
