// Two tasks wait for each other's locks while a timer goes on; once there is a file of this name, a third panics.
import { existsSync } from "node:fs";
import { chan, go, Mutex, sleep } from "sluice";

const first = new Mutex("first");
const second = new Mutex("second");
const jobs = chan(1, "jobs");
jobs.close();

async function take(one, other) {
  await one.lock();
  await sleep(10);
  await other.lock(); // blocked
}

async function produce() {
  await sleep(1);
  await jobs.send(1); // panics
}

go(take, first, second);
go(take, second, first);
const timer = setInterval(() => {
  if (!existsSync("panic.now")) return;
  clearInterval(timer);
  go(produce);
}, 50);
