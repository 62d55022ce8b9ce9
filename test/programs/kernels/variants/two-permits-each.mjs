// Each transfer needs two connections of a pool of two, and takes them one by one.
// found: lock-cycle; by transfer ×2; at connections
import { Semaphore, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const connections = new Semaphore(2, "connections");

async function transfer() {
  if (fixed) await connections.acquire(2);
  else {
    await connections.acquire();
    await sleep(3);
    /*blocked: transfer*/ await connections.acquire();
  }
  connections.release(2);
}

go(transfer);
go(transfer);
