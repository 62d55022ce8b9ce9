// Fifty tasks in line for one lock, which each of them holds for a moment.
import { Mutex, go, sleep } from "sluice";

const lock = new Mutex("lock");
let turns = 0;

async function worker() {
  await lock.lock();
  await sleep(2);
  turns++;
  lock.unlock();
}

await Promise.all(Array.from({ length: 50 }, () => go(worker)));
console.log(turns);
