// An idle server that its signal handler ends by process.exit, with its main flow waiting for the signal.
import { createServer } from "node:http";
import { chan, go } from "sluice";

const requests = chan(0, "requests");

async function serve() {
  for await (const request of requests) request.end("ok");
}

async function main() {
  createServer((request, response) => requests.send(response)).listen(0, "127.0.0.1");
  go(serve);
  await new Promise((resolve) => process.once("SIGUSR2", resolve));
}

main();
setTimeout(() => process.exit(0), 300);
