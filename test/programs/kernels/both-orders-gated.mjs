// The same under a gate that is always held first: harmless.
import { Mutex, go } from "sluice";

const gate = new Mutex("gate");
const a = new Mutex("a");
const b = new Mutex("b");

async function both(first, second) {
  await gate.lock();
  await first.lock();
  await second.lock();
  second.unlock();
  first.unlock();
  gate.unlock();
}

await Promise.all([go(both, a, b), go(both, b, a)]);
