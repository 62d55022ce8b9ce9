/**
 * The shared counter race, and it is meant to be broken: each task reads, waits, and writes what it has read plus
 * one, so that most additions are lost. Prints "lost some of 100"; `counter-mutex.mjs` is the same with a lock.
 */
import { WaitGroup, sleep } from "sluice";

let counter = 0;
const group = new WaitGroup();

async function add() {
  for (let i = 0; i < 10; i++) {
    const read = counter;
    await sleep(1);
    counter = read + 1;
  }
}

for (let i = 0; i < 10; i++) group.go(add);
await group.wait();
console.log(`${counter < 100 ? "lost some" : "lost none"} of 100`);
