import { Mutex, RWMutex, Semaphore, sleep } from "sluice";

declare function write(): Promise<void>;
declare function keep(lock: Mutex): void;

const mu = new Mutex();
const table = new RWMutex();
const slots = new Semaphore(2);

async function errorInBetween() {
  await mu.lock(); // told: leaves mu locked: unlock in finally
  await write();
  mu.unlock();
}

async function earlyReturn(ready: boolean) {
  await table.rLock(); // told: leaves table locked
  if (!ready) return;
  table.rUnlock();
}

async function permit() {
  await slots.acquire(); // told: leaves slots locked: release in finally
  const first = 1;
  await write();
  slots.release(first);
}

class Store {
  readonly #mu = new Mutex();

  async save(ready: boolean) {
    await this.#mu.lock(); // told: leaves this.#mu locked
    if (!ready) throw new Error("not ready");
    this.#mu.unlock();
  }

  async lock() {
    await this.#mu.lock();
  }

  unlock() {
    this.#mu.unlock();
  }
}

async function never() {
  const own = new Mutex();
  await own.lock(); // told: own is never released
  await write();
}

async function inFinally() {
  await mu.lock();
  try {
    await write();
  } finally {
    mu.unlock();
  }
}

async function nothingCanFail(counts: Map<string, number>) {
  await mu.lock();
  counts.set("all", 1);
  await sleep(1);
  mu.unlock();
}

async function caught() {
  await mu.lock();
  try {
    await write();
  } catch {
    mu.unlock();
    return;
  }
  mu.unlock();
}

async function used() {
  using _held = await mu.lock();
  await write();
}

async function sometimes(locks: boolean) {
  if (locks) await mu.lock();
  await write();
  if (locks) mu.unlock();
}

async function byAnother(start: (fn: () => void) => void) {
  await mu.lock();
  start(() => mu.unlock());
  await write();
}

async function handedOn() {
  const own = new Mutex();
  keep(own);
  await own.lock();
  await write();
}

async function eachTurn(all: readonly string[]) {
  for (const one of all) {
    await mu.lock();
    try {
      if (one === "") continue;
      await write();
    } finally {
      mu.unlock();
    }
  }
}

export {
  Store,
  byAnother,
  caught,
  eachTurn,
  earlyReturn,
  errorInBetween,
  handedOn,
  inFinally,
  never,
  nothingCanFail,
  permit,
  sometimes,
  used,
};
