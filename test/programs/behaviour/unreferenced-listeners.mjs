// Listeners that may be left behind when the work is done: what they listen to does not keep the program alive, by its
// nature or because it was told so.
import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { watch } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { setInterval as every } from "node:timers/promises";
import { isMainThread, MessageChannel, parentPort, Worker } from "node:worker_threads";

async function listen(port) {
  for await (const [message] of on(port, "message")) {
    if (message === "last") port.unref();
  }
}

async function accept(server) {
  await once(server, "connection");
}

async function hear(signal) {
  await once(process, signal);
}

async function hearAgain(signal) {
  for await (const _ of on(process, signal));
}

async function hearOnce(signal) {
  await new Promise((resolve) => process.once(signal, resolve));
}

async function ended(child) {
  await once(child, "exit");
}

async function answered(worker) {
  await new Promise((resolve) => worker.once("message", resolve));
}

async function changed() {
  for await (const _ of watch(import.meta.dirname ?? ".", { persistent: false }));
}

async function beat() {
  for await (const _ of every(60_000, undefined, { ref: false }));
}

async function givenUp(signal) {
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
}

async function data(socket) {
  for await (const _ of socket);
}

async function lines(input) {
  for await (const _ of createInterface({ input }));
}

function sockets(count, use) {
  const ends = [];
  const server = createServer((socket) => ends.push(socket.unref())).unref();
  server.listen(0, "127.0.0.1", () => {
    for (let i = 0; i < count; i++) {
      const socket = connect(server.address().port, "127.0.0.1", () => {
        use[i](socket);
        socket.unref();
      });
    }
  });
}

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2 }, [port2]);
  listen(port1);
  worker.postMessage("last");
  accept(createServer().listen(0, "127.0.0.1").unref());
  hear("SIGTERM");
  hearAgain("SIGUSR2");
  hearOnce("SIGHUP");
  hear("exit");
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 2000)"], {
    ...{ detached: true, stdio: "ignore" },
  });
  ended(child);
  child.unref();
  const thread = new Worker("setInterval(() => {}, 1000)", { eval: true });
  answered(thread);
  thread.unref();
  changed();
  beat();
  givenUp(AbortSignal.timeout(60_000));
  givenUp(AbortSignal.any([AbortSignal.timeout(60_000), new AbortController().signal]));
  sockets(2, [data, lines]);
  setTimeout(() => console.log("done"), 300);
} else {
  parentPort.once("message", ({ port }) => {
    listen(port);
    port.postMessage("last");
    setTimeout(() => port.unref(), 50);
  });
  listen(parentPort);
}
