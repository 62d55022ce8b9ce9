// Tasks that never rest, and beside them some who wait, in a program too hot for a stack at each promise. It is ended by
// its parent.
import { EventEmitter } from "node:events";

const service = new EventEmitter().setMaxListeners(0);

async function step() {}

async function spin() {
  for (;;) {
    for (let i = 0; i < 20_000; i++) await step();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function nap() {
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
}

async function hear() {
  await new Promise((resolve) => service.on("news", resolve));
}

/** The promise is made before the timer, which has nothing to do with it. */
async function lost() {
  const never = new Promise(() => {});
  setTimeout(() => {}, 3_600_000);
  await never;
}

spin();
setTimeout(() => {
  for (let i = 0; i < 100; i++) for (const wait of [nap, hear, lost]) wait();
}, 500);
