// Its main thread waits a while, and then computes for so long, in a task; another task waits meanwhile.
import { setTimeout as sleep } from "node:timers/promises";
import { chan, go } from "sluice";

const orders = chan(0, "orders");

async function clerk() {
  await orders.receive();
}

function mix(value) {
  let mixed = value;
  for (let round = 0; round < 1000; round++) mixed = (mixed * 31 + round) | 0;
  return mixed;
}

function hash(seed, untilMs) {
  let result = seed;
  while (Date.now() < untilMs) result = mix(result); // here
  return result;
}

async function audit(spinMs) {
  await sleep(300);
  hash(7, Date.now() + spinMs);
  await sleep(600_000);
}

go(clerk);
go(audit, Number(process.argv[2] ?? 600_000));
