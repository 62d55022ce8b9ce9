// A service whose start fails behind a catch: who waits until it is ready waits for ever. A server goes on listening.
// found: deadlock; by main
import { createServer } from "node:http";

const fixed = process.argv[2] === "fixed";

class Service {
  #markReady;
  ready = new Promise((resolve) => (this.#markReady = resolve));

  start() {
    this.#connect()
      .then(() => this.#markReady())
      .catch(() => {});
  }

  async #connect() {
    await new Promise((resolve) => setTimeout(resolve, 3));
    if (!fixed) throw new Error("connection refused");
  }
}

async function main() {
  const server = createServer((_request, response) => response.end("ok"));
  await new Promise((resolve) => server.listen(0, resolve));
  const service = new Service();
  service.start();
  /*blocked: main*/ await service.ready;
  server.close();
}

main();
