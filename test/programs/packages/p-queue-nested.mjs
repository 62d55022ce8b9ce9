// Work in a queue of one waits for work that it adds.
import PQueue from "p-queue";

const queue = new PQueue({ concurrency: 1 });

async function outer() {
  await queue.add(async function inner() {});
}

await queue.add(outer);
