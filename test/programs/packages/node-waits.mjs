// One task for each kind of wait that Node itself has. It is ended by its parent.
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import http from "node:http";
import net from "node:net";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Worker } from "node:worker_threads";

class Service extends EventEmitter {}
const service = new Service();
const server = net.createServer(() => {}).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address();

async function ready() {
  await once(service, "ready");
}
async function closed() {
  await new Promise((resolve, reject) => {
    service.once("error", reject);
    service.on("closed", resolve);
  });
}
async function connected() {
  await new Promise((resolve) => net.connect(port, "127.0.0.1").on("end", resolve));
}
async function answered() {
  await new Promise((resolve) => http.get({ port, host: "127.0.0.1" }, resolve));
}
async function fetched() {
  await fetch(`http://127.0.0.1:${port}/`);
}
async function child() {
  await new Promise((resolve) =>
    spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] }).on(
      "exit",
      resolve,
    ),
  );
}
async function worker() {
  await new Promise((resolve) =>
    new Worker("setInterval(() => {}, 1000)", { eval: true }).once("message", resolve),
  );
}
async function aborted() {
  const { signal } = new AbortController();
  await new Promise((_resolve, reject) => signal.addEventListener("abort", reject));
}
async function piped() {
  await pipeline(new PassThrough(), new PassThrough());
}
void Promise.allSettled(
  [ready, closed, connected, answered, fetched, child, worker, aborted, piped].map((wait) => wait()),
);
