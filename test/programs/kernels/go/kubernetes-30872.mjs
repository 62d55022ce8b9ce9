// kubernetes#30872: informers are stopped under the federation's lock and take the queue's; the queue tells
// the federation under its own.
// found: lock-cycle; by pop, stopInformers; at federation, queue
import { Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

const federation = new Mutex("federation");
const queue = new Mutex("queue");

async function stopInformers() {
  await federation.lock();
  await sleep(5);
  if (fixed) federation.unlock();
  /*blocked: stopInformers*/ await queue.lock();
  queue.unlock();
  if (!fixed) federation.unlock();
}

async function pop() {
  await queue.lock();
  await sleep(5);
  /*blocked: pop*/ await federation.lock();
  federation.unlock();
  queue.unlock();
}

async function resync() {
  await sleep(8);
  await queue.withLock(() => {});
}

for (const task of [stopInformers, pop, resync]) go(task);
