// One task for each kind of wait that Node itself has. It is ended by its parent.
import { spawn } from "node:child_process";
import { EventEmitter, on, once } from "node:events";
import { watch } from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setInterval } from "node:timers/promises";
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
async function heard() {
  for await (const _news of on(service, "news"));
}
async function gathered() {
  const step = async (last) => (last ? once(service, "last") : undefined);
  await Promise.all([false, true, false].map(step));
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
async function workerIterated() {
  const thread = new Worker("setInterval(() => {}, 1000)", { eval: true });
  for await (const _message of on(thread, "message"));
}
async function aborted() {
  const { signal } = new AbortController();
  await new Promise((_resolve, reject) => signal.addEventListener("abort", reject));
}
async function piped() {
  await pipeline(new PassThrough(), new PassThrough());
}
async function drained() {
  const full = new PassThrough();
  while (full.write("some text"));
  await once(full, "drain");
}
async function iterated() {
  for await (const _chunk of new Readable({ read() {} }));
}
async function webRead() {
  await new ReadableStream({}).getReader().read();
}
async function webIterated() {
  for await (const _chunk of new ReadableStream({}));
}
async function webReady() {
  const writer = new TransformStream().writable.getWriter();
  writer.write("some text").catch(() => {});
  await writer.ready;
}
async function webPiped() {
  await new ReadableStream({}).pipeTo(new WritableStream({}));
}
async function broadcast() {
  const channel = new BroadcastChannel("news");
  await new Promise((resolve) => (channel.onmessage = resolve));
}
async function watched() {
  for await (const _change of watch(new URL(".", import.meta.url)));
}
async function beaten() {
  for await (const _beat of setInterval(3_600_000));
}
const waits = [
  ready,
  closed,
  heard,
  gathered,
  connected,
  answered,
  fetched,
  child,
  worker,
  aborted,
  piped,
  workerIterated,
];
const streams = [drained, iterated, webRead, webIterated, webReady, webPiped, broadcast];
const others = [watched, beaten];
void Promise.allSettled([...waits, ...streams, ...others].map((wait) => wait()));
