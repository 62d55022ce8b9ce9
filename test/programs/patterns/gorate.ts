import { chan } from "sluice";

/* gorate */

async function main() {
  const jobs = chan<number>(5);
  for (const job of [1, 2, 3]) await jobs.send(job);
  jobs.close();
  const startedMs = performance.now();
  await paced(jobs, async (job) => console.log(job));
  console.log(performance.now() - startedMs > 190);
  const controller = new AbortController();
  const stopped = paced(chan<number>(), async () => undefined, controller.signal);
  controller.abort(new Error("enough"));
  console.log(await stopped.catch(String));
}
void main();
//> 1
//> 2
//> 3
//> true
//> Error: enough
