// Its worker computes on and on, after a while; its main thread waits for it.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { isMainThread, Worker } from "node:worker_threads";

function grind() {
  for (;;); // here
}

if (isMainThread) {
  await once(new Worker(new URL(import.meta.url)), "exit");
} else {
  await sleep(300);
  grind();
}
