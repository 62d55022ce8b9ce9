// etcd#7492: a token is added under the lock by a send to the keeper, which meanwhile takes the lock to
// delete old ones.
// found: deadlock; by assign ×2, keepTokens, main; at additions, tokens, users
import { Mutex, Ticker, WaitGroup, chan, go, select, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const tokens = new Mutex("tokens");
const additions = chan(fixed ? 8 : 0, "additions");
const stop = chan(0, "stop");
const ticker = new Ticker(5);

async function keepTokens() {
  for (let over = false; !over;) {
    over = /*blocked: keepTokens*/ await select(
      additions.onReceive(() => false),
      ticker.channel.onReceive(() => tokens.withLock(() => false)),
      stop.onReceive(() => true),
    );
  }
  ticker.stop();
}

async function assign() {
  for (let i = 0; i < 3; i++) {
    /*blocked: assign*/ await tokens.lock();
    await sleep(10);
    /*blocked: assign*/ await additions.send(i);
    tokens.unlock();
  }
}

async function main() {
  go(keepTokens);
  const users = new WaitGroup("users");
  for (let i = 0; i < 2; i++) users.go(assign);
  setTimeout(() => !fixed && ticker.stop(), 50);
  /*blocked: main*/ await users.wait();
  await stop.send(true);
}

main();
