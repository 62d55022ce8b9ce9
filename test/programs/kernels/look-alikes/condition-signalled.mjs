// A condition that is waited for in a loop, and signalled.
import { Cond, Mutex, go, sleep } from "sluice";

const mu = new Mutex("mu");
const changed = new Cond(mu, "changed");
let count = 0;

async function untilThree() {
  await mu.lock();
  while (count < 3) await changed.wait();
  mu.unlock();
}

const waiting = [go(untilThree), go(untilThree)];
for (let i = 0; i < 3; i++) {
  await sleep(5);
  await mu.withLock(() => count++);
  changed.broadcast();
}
await Promise.all(waiting);
