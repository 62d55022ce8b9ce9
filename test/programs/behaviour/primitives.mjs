// One of each: what the Primitives view shows, with tasks that wait at it. It goes on until it is ended.
import { background, chan, go, Mutex, Semaphore, sleep, WaitGroup, withCancel, withTimeout } from "sluice";

const jobs = chan(5, "jobs");
const results = chan(0, "results");
const idle = chan(0, "idle");
const cache = new Mutex("cache");
const disk = new Semaphore(2, "disk");
const batch = new WaitGroup("batch");

async function producer() {
  for (let job = 0; ; job++) await jobs.send(job);
}

async function worker() {
  for await (const job of jobs) {
    await sleep(40);
    await results.send(job);
  }
}

async function collector() {
  for await (const result of results) if (result % 50 === 0) console.log(`result ${result}`);
}

async function refresher() {
  await cache.lock();
  await idle.receive();
  cache.unlock();
}

async function reader() {
  await cache.lock();
  cache.unlock();
}

async function writer() {
  await disk.acquire();
  await idle.receive();
}

async function straggler() {
  await idle.receive();
}

async function request() {
  const [context, cancel] = withCancel(background(), "request");
  const [query] = withTimeout(context, 3_600_000, "query");
  const [other] = withTimeout(background(), 3_600_000, "nightly");
  go(straggler);
  go(straggler);
  await sleep(100);
  cancel();
  await sleep(3_600_000);
  return [query, other];
}

async function main() {
  go(producer);
  for (let count = 0; count < 3; count++) go(worker);
  go(collector);
  go(refresher);
  await sleep(10);
  for (let count = 0; count < 7; count++) go(reader);
  for (let count = 0; count < 4; count++) go(writer);
  batch.add(2);
  go(request);
  await batch.wait();
}

await main();
