// Waits of every kind, a ring of locks and a task that is lost, in a program that goes on until it is ended.
import { chan, go, Mutex, sleep } from "sluice";

const orders = chan(10, "orders");
const knife = new Mutex("knife");
const pan = new Mutex("pan");

async function waiter() {
  /*waits: waiter*/ await orders.receive();
}

async function ana() {
  await knife.lock();
  await sleep(50);
  /*waits: ana*/ await pan.lock();
}

const ben = async () => {
  await pan.lock();
  await sleep(50);
  /*waits: ben*/ await knife.lock();
};

async function dishwasher() {
  /*waits: dishwasher*/ await sleep(3_600_000);
}

async function guest() {
  await sleep(50);
}

for (let seat = 0; seat < 3; seat++) go(waiter);
go(ana);
go(ben);
go(dishwasher);
for (let table = 0; table < 4; table++) go(guest);
go(async function lost() {
  /*waits: lost*/ await new Promise(() => undefined);
});
setInterval(() => undefined, 1000);
