// Collects results until their channel is closed, and nobody closes it. A server goes on listening.
// found: deadlock; by main; at results
import { createServer } from "node:net";
import { WaitGroup, chan } from "sluice";

const fixed = process.argv[2] === "fixed";

async function main() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, resolve));
  const results = chan(4, "results");
  const working = new WaitGroup("working");
  for (let i = 0; i < 3; i++) working.go(async () => results.send(i));
  await working.wait();
  if (fixed) results.close();
  for await (const /*looped: main*/ result of results) void result;
  server.close();
}

main();
