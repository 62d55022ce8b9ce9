/** Eight workers on one channel of jobs, and one of results. An item is a job. */
import { pathToFileURL } from "node:url";
import { measure } from "../measure.mjs";

const { WaitGroup, chan, go } = await import(pathToFileURL(process.env.SLUICE_BENCH_LIBRARY).href);

await measure(1_000_000, async (n) => {
  const jobs = chan(64, "jobs");
  const results = chan(64, "results");
  const workers = new WaitGroup("workers");
  for (let i = 0; i < 8; i++) {
    workers.go(async function worker() {
      for await (const job of jobs) await results.send(job * 2);
    });
  }
  go(async function produce() {
    for (let i = 0; i < n; i++) await jobs.send(i);
    jobs.close();
    await workers.wait();
    results.close();
  });
  let sum = 0;
  for await (const result of results) sum += result;
  return sum;
});
