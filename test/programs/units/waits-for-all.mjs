/** The main thread waits for a worker's message and for a child process, which wait for theirs. Ends with stdin. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker, isMainThread, parentPort } from "node:worker_threads";

const self = fileURLToPath(import.meta.url);

async function heedParent(port) {
  await once(port, "message");
}

async function hearWorker(worker) {
  await once(worker, "message");
}

async function outliveChild(child) {
  await new Promise((resolve) => child.once("exit", resolve));
}

if (!isMainThread) {
  setTimeout(() => console.log("ready"), 100);
  await heedParent(parentPort);
  parentPort.postMessage("heard");
} else if (process.send !== undefined) {
  await heedParent(process);
  process.disconnect();
} else {
  const worker = new Worker(self);
  const child = fork(self);
  process.stdin.once("data", () => {
    worker.postMessage("end");
    child.send("end");
    process.stdin.destroy();
  });
  await Promise.all([hearWorker(worker), outliveChild(child)]);
  console.log("all ended");
}
