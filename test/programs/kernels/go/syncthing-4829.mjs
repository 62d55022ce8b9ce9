// syncthing#4829: a mapping is cleared under the lock by a function that asks for its address, under the
// lock.
// found: lock-cycle; by clear; at mapping
import { Mutex, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const mapping = new Mutex("mapping");

async function setAddress() {
  /*blocked: setAddress*/ await mapping.withLock(() => {});
}

async function clear() {
  /*blocked: clear*/ await mapping.withLock(async () => {
    if (!fixed) /*blocked: (anonymous)*/ await setAddress();
  });
  if (fixed) await setAddress();
}

await go(clear);
