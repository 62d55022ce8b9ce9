/** A worker in which the main flow waits for ever, and whose loop runs dry; the main thread goes on. */
import { once } from "node:events";
import { Worker, isMainThread } from "node:worker_threads";

async function waitForNothing() {
  /*blocked: waitForNothing*/ await new Promise(() => {});
}

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  const [code] = await once(worker, "exit");
  console.log(`the worker ended with ${code}`);
} else {
  await waitForNothing();
}
