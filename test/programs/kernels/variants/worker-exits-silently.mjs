// A worker thread ends without the answer that its parent waits for.
// found: deadlock; by main; at worker 1
import { Worker } from "node:worker_threads";

const fixed = process.argv[2] === "fixed";

async function ask(question) {
  const code = `const { parentPort, workerData } = require("node:worker_threads");
    if (workerData.answer) parentPort.postMessage(42);`;
  const worker = new Worker(code, { eval: true, workerData: { question, answer: fixed } });
  return /*blocked: ask*/ await new Promise((resolve) => worker.once("message", resolve));
}

async function main() {
  /*blocked: main*/ await ask("6 x 9");
}

main();
