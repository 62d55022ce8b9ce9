// Three philosophers take their left fork first, while a server goes on listening.
// found: lock-cycle; by dine ×3; at fork 0, fork 1, fork 2
import { createServer } from "node:http";
import { Mutex, WaitGroup, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const forks = [0, 1, 2].map((i) => new Mutex(`fork ${i}`));
const server = createServer((_request, response) => response.end("thinking"));
await new Promise((resolve) => server.listen(0, resolve));

async function dine(seat) {
  let [left, right] = [forks[seat], forks[(seat + 1) % 3]];
  if (fixed && seat === 2) [left, right] = [right, left];
  await left.lock();
  await sleep(3);
  /*blocked: dine*/ await right.lock();
  right.unlock();
  left.unlock();
}

async function supper() {
  const table = new WaitGroup("table");
  for (let seat = 0; seat < 3; seat++) table.go(dine, seat);
  await table.wait();
  server.close();
}

supper();
