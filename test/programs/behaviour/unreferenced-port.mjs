// Listeners that may be left behind when the work is done: their ports and servers were told not to keep the program alive.
import { on, once } from "node:events";
import { createServer } from "node:net";
import { isMainThread, MessageChannel, parentPort, Worker } from "node:worker_threads";

async function listen(port) {
  for await (const [message] of on(port, "message")) {
    if (message === "last") port.unref();
  }
}

async function accept(server) {
  await once(server, "connection");
}

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2 }, [port2]);
  listen(port1);
  worker.postMessage("last");
  accept(createServer().listen(0, "127.0.0.1").unref());
} else {
  parentPort.once("message", ({ port }) => {
    listen(port);
    port.postMessage("last");
    setTimeout(() => port.unref(), 50);
  });
  listen(parentPort);
}
