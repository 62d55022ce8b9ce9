// The signal comes before the wait, and there is no second one.
// found: leak; by consume; at filled
import { Cond, Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const mutex = new Mutex("mutex");
const filled = new Cond(mutex, "filled");
let items = 0;

async function produce() {
  await mutex.lock();
  items++;
  filled.signal();
  mutex.unlock();
}

async function consume() {
  await sleep(5);
  await mutex.lock();
  if (!fixed || items === 0) /*blocked: consume*/ await filled.wait();
  mutex.unlock();
}

go(produce);
go(consume);
