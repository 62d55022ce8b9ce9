// The same task in the main thread, in its worker, in a worker of that one, and in a child process: each with variables
// of its own. On "end" at its stdin the first worker is terminated, on "sleep" it sleeps for good.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { chan, go } from "sluice";

const self = fileURLToPath(import.meta.url);
const isChild = isMainThread && process.send !== undefined;
const where = isChild ? "branch" : (workerData ?? "shop");
const orders = chan(2, "orders");

async function stock(shelf) {
  /*blocked: stock*/ for (const id of [1, 2, 3]) await orders.send({ id, shelf });
}

go(stock, `the ${where}'s`);
let turns = 0;
const ticker = setInterval(() => {
  turns += 1; // here
}, 50);
if (isChild) process.once("disconnect", () => clearInterval(ticker));
if (where === "store") {
  new Worker(self, { workerData: "cellar" });
  parentPort.once("message", () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
}
if (where === "shop") {
  const store = new Worker(self, { workerData: "store" });
  fork(self);
  process.stdin.setEncoding("utf8").on("data", (word) => {
    if (word === "end") void store.terminate();
    else store.postMessage(word);
  });
  console.log(`pid ${process.pid}`);
}
