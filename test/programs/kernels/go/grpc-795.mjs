// grpc#795: stop locks where it meant to unlock.
// found: lock-cycle; by main; at server
import { Mutex } from "sluice";

const fixed = process.argv[2] === "fixed";

const server = new Mutex("server");

async function stop() {
  await server.lock();
  if (fixed) server.unlock();
  else /*blocked: stop*/ await server.lock();
}

async function main() {
  /*blocked: main*/ await stop();
}

main();
