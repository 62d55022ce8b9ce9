/** The shared counter of `counter-race.mjs`, with a lock around what must be one step. Prints "lost none of 100". */
import { Mutex, WaitGroup, sleep } from "sluice";

let counter = 0;
const mu = new Mutex("counter");
const group = new WaitGroup();

async function add() {
  for (let i = 0; i < 10; i++) {
    await mu.withLock(async () => {
      const read = counter;
      await sleep(1);
      counter = read + 1;
    });
  }
}

for (let i = 0; i < 10; i++) group.go(add);
await group.wait();
console.log(`${counter < 100 ? "lost some" : "lost none"} of 100`);
