// A semaphore of two, taken three times by one task.
import { Semaphore } from "async-mutex";

const places = new Semaphore(2);

async function main() {
  await places.acquire();
  await places.acquire();
  await places.acquire();
}

await main();
