import { Mutex, RWMutex, Semaphore, WaitGroup, chan, select, sleep, type SendChannel } from "sluice";

const jobs = chan<string>(1);
const mu = new Mutex();
const table = new RWMutex();
const slots = new Semaphore(2);
const wg = new WaitGroup();

async function forgets(out: SendChannel<string>) {
  jobs.send("a"); // told: send() is not awaited
  jobs.receive(); // told: a value is taken, and lost
  out.send("b"); // told: send() is not awaited
  mu.lock(); // told: the next line runs without the lock
  table.rLock(); // told: the next line runs without the lock
  slots.acquire(); // told: the next line runs without a permit
  wg.wait(); // told: wait() is not awaited
  sleep(10); // told: sleep() is not awaited
  select(jobs.onReceive()); // told: select() is not awaited
  mu.withLock(() => undefined); // told: before the section is over
}

async function tests() {
  if (jobs.receive()) return; // told: which is always true
  using _held = mu.lock(); // told: without await this throws
}

class Store {
  readonly #lock = new Mutex();

  async save() {
    this.#lock.lock(); // told: lock() is not awaited
    this.#lock.unlock();
  }
}

function notAsync() {
  jobs.send("a"); // told: send() is not awaited
}

async function meansIt(map: { send(value: string): void }) {
  void jobs.send("a");
  jobs.send("a").catch(() => undefined);
  const sending = jobs.send("a");
  await Promise.all([sending, jobs.send("b")]);
  jobs.trySend("c");
  jobs.tryReceive();
  mu.tryLock();
  map.send("no channel");
  using _held = await mu.lock();
  return jobs.receive();
}

export { Store, forgets, meansIt, notAsync, tests };
