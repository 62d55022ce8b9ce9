// The worker of a queue of one waits for what it pushes into the same queue.
import { queue as makeQueue } from "async";

const queue = makeQueue(async function worker(depth) {
  if (depth > 0) await queue.push(depth - 1);
}, 1);

async function main() {
  await queue.push(1);
}

await main();
