// etcd#6708: a sync holds the write lock and asks for the endpoints, which takes the read lock.
// found: lock-cycle; by sync; at members
import { RWMutex, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const members = new RWMutex("members");

async function endpoints() {
  /*blocked: endpoints*/ await members.rLock();
  members.rUnlock();
}

async function sync() {
  await members.lock();
  if (fixed) members.unlock();
  /*blocked: sync*/ await endpoints();
  if (!fixed) members.unlock();
}

await go(sync);
