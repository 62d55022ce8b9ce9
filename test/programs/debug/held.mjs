// A task waits to send on a full channel, holds a lock, and is under a deadline.
import { background, chan, go, Mutex, sleep, withTimeout } from "sluice";

const jobs = chan(2, "jobs");
const books = new Mutex("books");

async function produce(ctx) {
  await books.lock();
  await jobs.receive(); // so that the buffer does not begin at its beginning
  for (const id of [2, 3, 4]) await jobs.send({ id, label: `job ${id}` }, ctx);
}

async function serve() {
  const [ctx] = withTimeout(background(), 600_000, "request");
  await jobs.send({ id: 1 });
  await go(produce, ctx);
}

go(serve);
console.log(`pid ${process.pid}`);
for (;;) await sleep(50);
