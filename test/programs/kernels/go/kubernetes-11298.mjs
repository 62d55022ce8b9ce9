// kubernetes#11298: the service loop waits to be told, and was told before it waited.
// found: deadlock; by main, serviceLoop; at changed, ended
import { Cond, Mutex, chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const mu = new Mutex("node");
const changed = new Cond(mu, "changed");
const ended = chan(0, "ended");
let pending = false;

async function serviceLoop() {
  await new Promise((resolve) => setTimeout(resolve, 5));
  await mu.lock();
  while (fixed ? !pending : true) {
    /*blocked: serviceLoop*/ await changed.wait();
    if (pending) break;
  }
  mu.unlock();
  ended.close();
}

async function main() {
  go(serviceLoop);
  await mu.lock();
  pending = true;
  changed.signal();
  mu.unlock();
  /*blocked: main*/ await ended.receive();
}

main();
