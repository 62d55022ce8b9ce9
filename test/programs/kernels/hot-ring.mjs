// Two tasks lock in opposite orders, in the midst of a program that is too hot for a stack at each await.
import { go, Mutex } from "sluice";

const accounts = new Mutex("accounts");
const ledger = new Mutex("ledger");
const counter = new Mutex("counter");
let count = 0;

async function countUp(times) {
  for (let i = 0; i < times; i++) {
    await counter.lock();
    count++;
    counter.unlock();
  }
}

async function transfer(first, second) {
  for (let i = 0; i < 2_000; i++) {
    await counter.lock();
    count++;
    counter.unlock();
  }
  await first.lock();
  await counter.lock();
  counter.unlock();
  /*blocked: transfer*/ await second.lock();
  second.unlock();
  first.unlock();
}

go(transfer, accounts, ledger);
go(transfer, ledger, accounts);
await Promise.all([countUp(20_000), countUp(20_000)]);
