// istio#16224: a handler is notified under the lock, and takes the lock before it takes the notice.
// found: deadlock; by handle, main, notify; at notices, store
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const store = new Mutex("store");
const notices = chan(0, "notices");

async function notify() {
  await store.lock();
  if (fixed) store.unlock();
  /*blocked: notify*/ await notices.send("changed");
  if (!fixed) store.unlock();
}

async function handle() {
  await sleep(5);
  /*blocked: handle*/ await store.lock();
  store.unlock();
  await notices.receive();
}

async function main() {
  /*blocked: main*/ await Promise.all([go(notify), go(handle)]);
}

main();
