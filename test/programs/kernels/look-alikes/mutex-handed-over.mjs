// A lock is taken by one task and given back by another, as a baton.
import { Mutex, go, sleep } from "sluice";

const baton = new Mutex("baton");

async function first() {
  await baton.lock();
  setTimeout(() => baton.unlock(), 300);
}

async function second() {
  await sleep(2);
  await baton.lock();
  baton.unlock();
}

go(first);
go(second);
