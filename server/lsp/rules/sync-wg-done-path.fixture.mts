import { WaitGroup, go, sleep } from "sluice";

declare function work(): Promise<boolean>;

async function error() {
  const wg = new WaitGroup();
  wg.add();
  go(async () => {
    await work();
    wg.done(); // told: ends the task without wg.done(): call it in finally
  });
  await wg.wait();
}

async function earlyReturn(skip: boolean) {
  const wg = new WaitGroup();
  wg.add();
  go(() => {
    if (skip) return;
    console.log("working");
    wg.done(); // told: the return in line
  });
  await wg.wait();
}

async function inFinally() {
  const wg = new WaitGroup();
  wg.add();
  go(async () => {
    try {
      if (await work()) return;
    } finally {
      wg.done();
    }
  });
  await wg.wait();
}

async function nothingCanFail() {
  const wg = new WaitGroup();
  wg.add();
  go(async () => {
    await sleep(1);
    wg.done();
  });
  await wg.wait();
}

async function first() {
  const wg = new WaitGroup();
  wg.add();
  go(async () => {
    wg.done();
    await work();
  });
  await wg.wait();
}

async function counted() {
  const wg = new WaitGroup();
  wg.go(async () => void (await work()));
  await wg.wait();
}

async function handedOn(start: (wg: WaitGroup) => Promise<void>) {
  const wg = new WaitGroup();
  wg.add();
  go(async () => {
    await start(wg);
    wg.done();
  });
  await wg.wait();
}

async function byChain() {
  const wg = new WaitGroup();
  wg.add();
  go(async () => {
    await work().finally(() => wg.done());
  });
  await wg.wait();
}

export { byChain, counted, earlyReturn, error, first, handedOn, inFinally, nothingCanFail };
