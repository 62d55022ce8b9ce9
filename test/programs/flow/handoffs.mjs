/** One task hands on to another in every way that there is; who waits does so for long enough to be told. */
import { chan, Cond, go, Mutex, Semaphore, sleep, WaitGroup } from "sluice";

const LONG_MS = 80;

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
    await sleep(LONG_MS);
    await direct.send(1);
  }),
  go(async function stuffer() {
    await full.send(1);
    await full.send(2);
    await sleep(4 * LONG_MS);
  }),
  go(async function emptier() {
    await sleep(LONG_MS);
    await full.receive();
    await sleep(LONG_MS);
    await full.receive();
  }),
  go(async function listener() {
    await closing.receive();
  }),
  go(async function closer() {
    await sleep(LONG_MS);
    closing.close();
  }),
  go(async function holder() {
    await mutex.lock();
    await sleep(LONG_MS);
    mutex.unlock();
  }),
  go(async function locksmith() {
    await sleep(1);
    await mutex.lock();
    mutex.unlock();
  }),
  go(async function guest() {
    await permits.acquire();
    await sleep(LONG_MS);
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
    await sleep(LONG_MS);
    group.done();
  }),
  go(async function sleeper() {
    await locker.lock();
    while (!settled) await cond.wait();
    locker.unlock();
  }),
  go(async function signaller() {
    await sleep(LONG_MS);
    settled = true;
    cond.signal();
  }),
  go(async function promised() {
    await bare;
  }),
  go(async function resolver() {
    await sleep(LONG_MS);
    resolveIt();
  }),
];
await Promise.all(tasks);
