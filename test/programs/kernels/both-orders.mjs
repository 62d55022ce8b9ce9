// Both orders of two locks, one after the other: nothing hangs this time.
import { Mutex } from "sluice";

const a = new Mutex("a");
const b = new Mutex("b");

async function inner(lock) {
  await lock.withLock(() => {});
}

async function forwards() {
  await a.lock();
  await inner(b);
  a.unlock();
}

async function backwards() {
  await b.lock();
  await inner(a);
  b.unlock();
}

await forwards();
await new Promise((resolve) => setTimeout(resolve, 5));
const rest = backwards();
await new Promise((resolve) => setTimeout(resolve, 5));
await rest;
