import { Cond, Mutex, WaitGroup, after, select, sleep, type Channel, type Context } from "sluice";

const mu = new Mutex();
const ready = new Cond(mu);

async function receives(news: Channel<string>) {
  await mu.withLock(async () => {
    await news.receive(); // told: this waits for another task while mu is held
  });
}

async function sends(news: Channel<string>) {
  await mu.lock();
  try {
    await news.send("a"); // told: while mu is held
  } finally {
    mu.unlock();
  }
}

async function waits(wg: WaitGroup, news: Channel<string>) {
  using _held = await mu.lock();
  await wg.wait(); // told: while mu is held
  for await (const one of news) console.log(one); // told: this loop waits for another task
  await select(news.onReceive()); // told: while mu is held
}

async function takesAPart(news: Channel<string>, all: string[]) {
  await mu.lock();
  all.push((await news.receive()) ?? ""); // told: while mu is held
  mu.unlock();
}

async function perhaps(news: Channel<string>, all: string[]) {
  await mu.withLock(async () => {
    if (all.length > 0) await news.receive(); // told: while mu is held
    const [first = ""] = all;
    await news.send(first); // told: while mu is held
  });
}

async function first(news: Channel<string>) {
  const text = await news.receive();
  await mu.withLock(() => console.log(text));
  await news.send("b");
}

async function signalled() {
  await mu.withLock(async () => {
    await ready.wait();
  });
}

async function hasAnEnd(ctx: Context, news: Channel<string>) {
  using _held = await mu.lock();
  await news.receive(ctx);
  await select(news.onReceive(), after(10).onReceive());
  await select(news.onReceive(), ctx);
  await sleep(1);
}

async function laterOn(news: Channel<string>, start: (fn: () => Promise<void>) => void) {
  using _held = await mu.lock();
  start(async () => void (await news.receive()));
}

async function inOneBranch(locks: boolean, news: Channel<string>) {
  if (locks) await mu.lock();
  await news.receive();
  if (locks) mu.unlock();
}

export { first, hasAnEnd, inOneBranch, laterOn, perhaps, receives, sends, signalled, takesAPart, waits };
