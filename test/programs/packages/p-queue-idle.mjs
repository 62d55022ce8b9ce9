// Work in a queue waits for the queue to be idle, while a timer keeps the program busy.
import PQueue from "p-queue";

const queue = new PQueue({ concurrency: 1 });
const busy = setInterval(() => {}, 10);
setTimeout(() => clearInterval(busy), 200);

async function flush() {
  await queue.onIdle();
}

await queue.add(flush);
