// cockroach#1055: stop holds the lock and waits for the running tasks; a task needs the lock to report its
// end.
// found: deadlock; by main, runTask ×3, stop; at draining, state, stopped
import { Mutex, WaitGroup, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const state = new Mutex("state");
const draining = new WaitGroup("draining");
const stopped = chan(0, "stopped");

async function runTask() {
  await sleep(5);
  /*blocked: runTask*/ await state.lock();
  draining.done();
  state.unlock();
}

async function stop() {
  await state.lock();
  if (fixed) state.unlock();
  /*blocked: stop*/ await draining.wait();
  if (!fixed) state.unlock();
  stopped.close();
}

async function main() {
  for (let i = 0; i < 3; i++) {
    draining.add();
    go(runTask);
  }
  go(stop);
  /*blocked: main*/ await stopped.receive();
}

main();
