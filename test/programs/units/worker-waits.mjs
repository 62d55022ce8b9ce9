/** The main thread waits for a word of a worker, which waits for one of the main thread. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";

const worker = new Worker(new URL("answers-late.mjs", import.meta.url));

async function ask() {
  worker.postMessage("question");
  const [answer] = await once(worker, "message");
  console.log(answer);
}

async function listen() {
  return new Promise((resolve) => worker.once("exit", resolve));
}

await Promise.all([ask(), listen()]);
