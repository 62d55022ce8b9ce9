// A program that never heard of Sluice. Each mark stands right before an await at which something stands still.
import { setTimeout as delay } from "node:timers/promises";

const waiting = new Map();
const kept = [];

async function leaf(id) {
  const password = "hunter2";
  /*blocked: leaf*/ await new Promise((resolve) => waiting.set(id, resolve));
  return password;
}

async function middle(id) {
  return /*blocked: middle*/ await leaf(id);
}

async function outer(id) {
  /*blocked: outer*/ await middle(id);
}

async function fanIn() {
  /*blocked: fanIn*/ await Promise.all([outer("a"), sleeper()]);
}

async function sleeper() {
  /*blocked: sleeper*/ await delay(1e6);
}

async function* produce() {
  yield 1;
  /*blocked: produce*/ await leaf("b");
}

async function consume() {
  // The engine tells a loop's await by the loop's variable.
  for await (const /*looped: consume*/ item of produce()) void item;
}

async function chained() {
  /*blocked: chained*/ await leaf("c")
    .then((value) => value)
    .finally(() => undefined);
}

const common = new Promise((resolve) => waiting.set("common", resolve));
async function shared() {
  /*blocked: shared*/ await common;
}

async function forgotten() {
  const never = new Promise(() => undefined);
  kept.push(never);
  /*blocked: forgotten*/ await never;
}

const worker = async (n) => {
  /*blocked: worker*/ await new Promise((resolve) => waiting.set(n, resolve));
};

fanIn();
consume();
chained();
shared();
shared();
forgotten();
for (let n = 0; n < 1000; n++) worker(n);

setInterval(() => kept.length, 1000);
process.stdout.write("ready\n");
/*blocked: (anonymous)*/ await new Promise(() => undefined);
