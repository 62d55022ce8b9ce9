// A worker thread that has nothing to do for a while, and then answers.
import { Worker } from "node:worker_threads";

const code = `const { parentPort } = require("node:worker_threads");
  parentPort.once("message", (number) => setTimeout(() => parentPort.postMessage(number + 1), 400));`;
const worker = new Worker(code, { eval: true });

async function ask(number) {
  worker.postMessage(number);
  return new Promise((resolve) => worker.once("message", resolve));
}

await ask(41);
await worker.terminate();
