// One function for each thing that could end a wait.
import { execFile } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createServer, connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

class Pool {
  #queue = [];
  acquire() {
    return new Promise((resolve) => this.#queue.push(resolve));
  }
}

const bus = new EventEmitter();
const pool = new Pool();
const byId = new Map();
const server = createServer(() => undefined).listen(0, "127.0.0.1");
await once(server, "listening");

async function timer() {
  await delay(3_600_000);
}
async function emitted() {
  await new Promise((resolve) => bus.once("go", resolve));
}
async function entry() {
  await new Promise((resolve) => byId.set(1, resolve));
}
async function element() {
  await pool.acquire();
}
async function onGlobal() {
  await new Promise((resolve) => (globalThis.wakeMe = resolve));
}
async function socket() {
  const peer = connect(server.address().port, "127.0.0.1");
  await new Promise((resolve) => peer.once("data", resolve));
}
async function child() {
  const running = execFile(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  process.once("exit", () => running.kill());
  await new Promise((resolve) => running.once("exit", resolve));
}
async function message() {
  const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
  await new Promise((resolve) => worker.once("message", resolve));
}
async function afterAnother() {
  await new Promise((resolve) => entry().then(() => resolve()));
}
async function promisified() {
  await promisify((callback) => bus.once("answer", callback))();
}
async function selfHeld() {
  let settle;
  const promise = new Promise((resolve) => (settle = resolve));
  bus.promise = promise;
  await promise;
  settle();
}

for (const start of [timer, emitted, entry, element, onGlobal, socket, child, message]) start();
for (const start of [afterAnother, promisified, selfHeld]) start();
process.once("SIGTERM", () => process.exit());
setTimeout(() => process.stdout.write("ready\n"), 300);
