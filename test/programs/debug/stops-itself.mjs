// Goes on and on; once there is a file of such a name it stops at a debugger's statement, panics, or ends with a task left.
import { existsSync } from "node:fs";
import { chan, go, Mutex, sleep } from "sluice";

const first = new Mutex("first");
const second = new Mutex("second");
const never = chan(0, "never");
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

async function consume() {
  await never.receive(); // left
}

function stopInDebugger() {
  debugger; // debugger's own
}

const actions = {
  "debugger.now": stopInDebugger,
  "deadlock.now": () => [go(take, first, second), go(take, second, first)],
  "panic.now": () => go(produce),
  "end.now": () => [go(consume), clearInterval(timer)],
};

const timer = setInterval(() => {
  for (const [file, act] of Object.entries(actions)) {
    if (!existsSync(file)) continue;
    delete actions[file];
    act();
  }
}, 50);
