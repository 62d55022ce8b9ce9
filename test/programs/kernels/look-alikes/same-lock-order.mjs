// Two locks, always in the same order.
import { Mutex, go, sleep } from "sluice";

const a = new Mutex("a");
const b = new Mutex("b");

async function both() {
  await a.withLock(async () => {
    await sleep(1);
    await b.withLock(() => sleep(1));
  });
}

await Promise.all(Array.from({ length: 5 }, () => go(both)));
