/** Tells as much as it can, in itself and in a worker, until it is killed. */
import { Worker, isMainThread } from "node:worker_threads";

async function waitALittle(index) {
  await new Promise((resolve) => setTimeout(resolve, 15 + (index % 20)));
}

if (isMainThread) new Worker(new URL(import.meta.url));
console.log("ready");
for (;;) await Promise.all(Array.from({ length: 2000 }, (_, index) => waitALittle(index)));
