// Each thread has a heap of its own; one of the workers sleeps, as those of pools do, and does not answer.
import { isMainThread, Worker, workerData } from "node:worker_threads";

const waiting = new Map();

async function inMain() {
  /*blocked: inMain*/ await new Promise((resolve) => waiting.set("main", resolve));
}

async function inWorker(id) {
  /*blocked: inWorker*/ await new Promise((resolve) => waiting.set(id, resolve));
}

if (isMainThread) {
  inMain();
  const awake = new Worker(new URL(import.meta.url), { workerData: "awake" });
  new Worker(new URL(import.meta.url), { workerData: "asleep" });
  awake.once("message", () => process.stdout.write("ready\n"));
} else if (workerData === "awake") {
  const { parentPort } = await import("node:worker_threads");
  for (let id = 0; id < 20; id++) inWorker(id);
  setInterval(() => waiting.size, 1000);
  setTimeout(() => parentPort.postMessage("ready"), 300);
} else {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
