// kubernetes#58107: workers read under the read lock until there is work; a writer waits for them, and
// readers of the other queue behind it.
// found: deadlock; by main, serveEmptyQueue, serveOtherQueue, sync; at all, filled, workers
import { Cond, Mutex, RWMutex, WaitGroup } from "sluice";

const fixed = process.argv[2] === "fixed";

const workers = new RWMutex("workers");
const queue = new Mutex("queue");
const filled = new Cond(queue, "filled");

async function serveEmptyQueue() {
  if (!fixed) await workers.rLock();
  await queue.lock();
  if (!fixed) /*blocked: serveEmptyQueue*/ await filled.wait();
  queue.unlock();
  if (!fixed) workers.rUnlock();
}

async function sync() {
  /*blocked: sync*/ await workers.lock();
  workers.unlock();
}

async function serveOtherQueue() {
  /*blocked: serveOtherQueue*/ await workers.withRLock(() => {});
}

async function main() {
  const all = new WaitGroup("all");
  for (const task of [serveEmptyQueue, sync, serveOtherQueue]) all.go(task);
  /*blocked: main*/ await all.wait();
}

main();
