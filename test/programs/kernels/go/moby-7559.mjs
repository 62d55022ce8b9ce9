// moby#7559: a proxy loop goes round again after an error without unlocking.
// found: lock-cycle; by proxy; at connections
import { Mutex, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const connections = new Mutex("connections");

async function proxy() {
  for (const ok of [false, true]) {
    /*blocked: proxy*/ await connections.lock();
    if (!ok && !fixed) continue;
    connections.unlock();
  }
}

go(proxy);
