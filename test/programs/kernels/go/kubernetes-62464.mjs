// kubernetes#62464: a set is read under the read lock, with its default, which is read under the read lock;
// a writer waits in between.
// found: lock-cycle; by reconcile, removeContainer; at state
import { RWMutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const state = new RWMutex("state");

async function reconcile() {
  await state.rLock();
  await sleep(10);
  if (fixed) state.rUnlock();
  /*blocked: reconcile*/ await state.withRLock(() => {});
  if (!fixed) state.rUnlock();
}

async function removeContainer() {
  /*blocked: removeContainer*/ await state.withLock(() => {});
}

go(reconcile);
await go(removeContainer);
