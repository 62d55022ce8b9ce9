import { chan, go, sleep } from "sluice";

/* gopoolcpus */

let running = 0;
let most = 0;
async function square(job: number): Promise<number> {
  most = Math.max(most, ++running);
  await sleep(2);
  running--;
  if (job < 0) throw new Error("a negative job");
  return job * job;
}

/** With a controller the queue stays open, and is left when all results are there. */
async function run(jobs: number[], controller?: AbortController): Promise<string> {
  const queue = chan<number>(jobs.length);
  for (const job of jobs) await queue.send(job);
  if (!controller) queue.close();
  const results = chan<number>();
  const ended = go(() => runOnProcessors(queue, results, square, controller?.signal)).then(
    () => "done",
    (error: unknown) => String(error),
  );
  const sums: number[] = [];
  for await (const result of results) {
    sums.push(result);
    if (sums.length === jobs.length) controller?.abort(new Error("enough"));
  }
  return sums.sort((a, b) => a - b).join(" ") + ", " + (await ended);
}

async function main() {
  const all = await run([1, 2, 3, 4, 5, 6, 7, 8]);
  console.log("all:", all, most > 1 && most <= 8);
  console.log("failed:", (await run([-1, -2])).replace(/^.*?, /, ""));
  console.log("cancelled:", await run([1, 2], new AbortController()));
}
void main();
//> all: 1 4 9 16 25 36 49 64, done true
//> failed: Error: a negative job
//> cancelled: 1 4, Error: enough
