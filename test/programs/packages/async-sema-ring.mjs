// Two semaphores of one, taken in opposite orders.
import { Sema } from "async-sema";

const reads = new Sema(1);
const writes = new Sema(1);
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

async function copy() {
  await reads.acquire();
  await pause();
  await writes.acquire();
}

async function flush() {
  await writes.acquire();
  await pause();
  await reads.acquire();
}

await Promise.all([copy(), flush()]);
