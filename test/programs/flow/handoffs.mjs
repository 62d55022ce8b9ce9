/** One task hands on to another in every way that there is; who waits does so for long enough to be told. */
import { chan, Cond, go, Mutex, Semaphore, sleep, WaitGroup } from "sluice";

/** On a machine that stalls as well: the tracer looks between one sleep and the next. */
async function long() {
  for (let i = 0; i < 8; i++) await sleep(25);
}

const direct = chan(0, "direct");
const full = chan(1, "full");
const closing = chan(0, "closing");
const mutex = new Mutex("mutex");
const permits = new Semaphore(1, "permits");
const group = new WaitGroup("group");
const locker = new Mutex("locker");
const cond = new Cond(locker, "cond");
let resolveIt;
const bare = new Promise((resolve) => (resolveIt = resolve));
let settled = false;

const tasks = [
  go(async function receiver() {
    await direct.receive();
  }),
  go(async function sender() {
    await long();
    await direct.send(1);
  }),
  go(async function stuffer() {
    await full.send(1);
    await full.send(2);
    for (let i = 0; i < 4; i++) await long();
  }),
  go(async function emptier() {
    await long();
    await full.receive();
    await long();
    await full.receive();
  }),
  go(async function listener() {
    await closing.receive();
  }),
  go(async function closer() {
    await long();
    closing.close();
  }),
  go(async function holder() {
    await mutex.lock();
    await long();
    mutex.unlock();
  }),
  go(async function locksmith() {
    await sleep(1);
    await mutex.lock();
    mutex.unlock();
  }),
  go(async function guest() {
    await permits.acquire();
    await long();
    permits.release();
  }),
  go(async function visitor() {
    await sleep(1);
    await permits.acquire();
    permits.release();
  }),
  go(async function waiter() {
    await sleep(1);
    await group.wait();
  }),
  go(async function counted() {
    group.add();
    await long();
    group.done();
  }),
  go(async function sleeper() {
    await locker.lock();
    while (!settled) await cond.wait();
    locker.unlock();
  }),
  go(async function signaller() {
    await long();
    settled = true;
    cond.signal();
  }),
  go(async function promised() {
    await bare;
  }),
  go(async function resolver() {
    await long();
    resolveIt();
  }),
];
await Promise.all(tasks);
