import { Mutex, RWMutex } from "sluice";

const from = new Mutex();
const to = new Mutex();
const table = new RWMutex();
const index = new RWMutex();

async function there() {
  await from.withLock(async () => {
    await to.withLock(() => undefined);
  });
}

async function back() {
  using _to = await to.lock();
  using _from = await from.lock(); // told: line 10 takes them the other way round
}

async function itself() {
  await to.lock();
  try {
    await to.withLock(() => undefined); // told: this waits for itself
  } finally {
    to.unlock();
  }
}

async function sections() {
  await to.withLock(() => from.withLock(() => undefined)); // told: line 10 takes them the other way round
}

async function asStatements() {
  await to.lock();
  await from.lock(); // told: line 10 takes them the other way round
  from.unlock();
  to.unlock();
}

async function withWorkBetween() {
  using _to = await to.lock();
  console.log("between");
  using _from = await from.lock(); // told: line 10 takes them the other way round
}

async function twice() {
  using _to = await to.lock();
  using _again = await to.lock(); // told: this waits for itself
}

async function readers() {
  using _table = await table.rLock();
  using _index = await index.rLock();
  using _again = await table.rLock();
}

async function readersBack() {
  using _index = await index.rLock();
  using _table = await table.rLock();
}

async function oneAfterTheOther() {
  await to.withLock(() => undefined);
  await from.withLock(() => undefined);
}

async function inAnotherTask(start: (fn: () => Promise<void>) => void) {
  using _to = await to.lock();
  start(async () => {
    using _from = await from.lock();
  });
}

export {
  asStatements,
  back,
  inAnotherTask,
  itself,
  oneAfterTheOther,
  readers,
  readersBack,
  sections,
  there,
  twice,
  withWorkBetween,
};
