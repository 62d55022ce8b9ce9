/**
 * A worker pool sized to the processors, for work that is truly bound to the CPU: each task of the pool has a thread
 * of its own at the other end of two channels. Prints how many primes there are below 200,000: 17984.
 */
import { availableParallelism } from "node:os";
import { Worker, isMainThread, parentPort } from "node:worker_threads";
import { ErrGroup, background, chan } from "sluice";

/** A channel's values go out by `port`, and what comes in by it comes out of the other: both ends in one thread. */
function overPort(port) {
  const incoming = chan(1024);
  port.on("message", (value) => incoming.trySend(value));
  return { send: (value) => port.postMessage(value), incoming };
}

function countPrimes([from, to]) {
  let count = 0;
  for (let n = Math.max(2, from); n < to; n++) {
    let prime = true;
    for (let d = 2; d * d <= n && prime; d++) prime = n % d !== 0;
    if (prime) count++;
  }
  return count;
}

async function main() {
  const [jobs, results] = [chan(), chan()];
  const [group, ctx] = ErrGroup.withContext(background());
  const size = availableParallelism();

  await group.go(async function produce() {
    for (let from = 0; from < 200_000; from += 20_000) await jobs.send([from, from + 20_000], ctx);
    jobs.close();
  });
  for (let i = 0; i < size; i++) {
    await group.go(async function work() {
      const thread = new Worker(new URL(import.meta.url));
      try {
        const { send, incoming } = overPort(thread);
        for (;;) {
          const { value, done } = await jobs.next(ctx);
          if (done) return;
          send(value);
          await results.send(await incoming.receive(ctx), ctx);
        }
      } finally {
        await thread.terminate();
      }
    });
  }
  const finished = group.wait().finally(() => results.close());
  let primes = 0;
  for await (const count of results) primes += count;
  await finished;
  console.log(primes);
}

async function thread() {
  const { send, incoming } = overPort(parentPort);
  for await (const job of incoming) send(countPrimes(job));
}

await (isMainThread ? main() : thread());
