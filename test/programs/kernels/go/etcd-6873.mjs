// etcd#6873: stop holds the lock and waits for the coalescer's end; the coalescer needs the lock for its
// last update.
// found: deadlock; by coalesceLoop, main; at broadcasts, done
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const mu = new Mutex("broadcasts");
const updates = chan(0, "updates");
const done = chan(0, "done");

async function coalesceLoop() {
  for await (const _ of updates) {
    await sleep(5);
    /*blocked: coalesceLoop*/ await mu.withLock(() => {});
  }
  done.close();
}

async function stop() {
  await mu.lock();
  updates.close();
  if (fixed) mu.unlock();
  /*blocked: stop*/ await done.receive();
  if (!fixed) mu.unlock();
}

async function main() {
  go(coalesceLoop);
  await updates.send("watch");
  /*blocked: main*/ await stop();
}

main();
