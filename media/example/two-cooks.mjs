// Two cooks share one knife and one pan. Each takes what it needs first, and then waits for the other thing.
// Run this file under Sluice: the Findings view says who waits for whom, and a click leads to the line.
import { go, Mutex, sleep } from "sluice";

const knife = new Mutex("knife");
const pan = new Mutex("pan");

async function ana() {
  await knife.lock();
  await sleep(500); // cuts onions
  await pan.lock(); // Ben has it, and will not give it back before he has the knife
  console.log("Ana fries onions");
  pan.unlock();
  knife.unlock();
}

async function ben() {
  await pan.lock();
  await sleep(500); // heats oil
  await knife.lock();
  console.log("Ben slices a steak");
  knife.unlock();
  pan.unlock();
}

async function dinner() {
  await Promise.all([go(ana), go(ben)]);
  console.log("Dinner is served");
}

// To mend it, have both take the knife before the pan.
await dinner();
