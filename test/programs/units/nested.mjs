/** A worker, a child of that worker, and a worker of that child, each of which waits; all end with a line on stdin. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

const self = fileURLToPath(import.meta.url);
const depth = Number(workerData ?? process.argv[2] ?? 0);

async function waitAtDepth() {
  if (depth === 3) console.log("ready");
  if (depth % 2 === 0) {
    const worker = new Worker(self, { workerData: depth + 1 });
    process.stdin.once("data", () => worker.postMessage("end"));
    await once(worker, "exit");
    process.stdin.destroy();
  } else if (depth === 1) {
    const child = spawn(process.execPath, [self, "2"], { stdio: ["pipe", "inherit", "inherit"] });
    await once(parentPort, "message");
    child.stdin.end("end\n");
    await once(child, "exit");
    parentPort.close();
  } else {
    await once(parentPort, "message");
  }
}

await waitAtDepth();
