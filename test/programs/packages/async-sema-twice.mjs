// A semaphore of one, taken twice by one task.
import { Sema } from "async-sema";

const connections = new Sema(1);

async function load() {
  await connections.acquire();
  await connections.acquire();
}

await load();
