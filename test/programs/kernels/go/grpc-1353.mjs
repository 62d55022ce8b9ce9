// grpc#1353: the balancer sends an address under its lock; the watcher takes that lock while it works on
// the one before.
// found: leak; by watchAddresses, watchUpdates; at addresses, balancer
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const mu = new Mutex("balancer");
const addresses = chan(fixed ? 8 : 0, "addresses");

async function watchUpdates() {
  for (let i = 0; i < 3; i++) {
    await mu.lock();
    /*blocked: watchUpdates*/ await addresses.send(i);
    mu.unlock();
  }
  addresses.close();
}

async function watchAddresses() {
  for await (const _ of addresses) {
    await sleep(5);
    /*blocked: watchAddresses*/ await mu.withLock(() => {});
  }
}

go(watchUpdates);
go(watchAddresses);
