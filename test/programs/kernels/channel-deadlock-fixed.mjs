// The same program, mended: jobs are produced beside the reading of results, and somebody closes results.
import { WaitGroup, chan, go, sleep } from "sluice";

const jobs = chan(2, "jobs");
const results = chan(0, "results");
const workers = new WaitGroup();

async function worker() {
  for await (const job of jobs) {
    await sleep(5);
    await results.send(job * 2);
  }
}

async function produce() {
  for (let i = 0; i < 6; i++) await jobs.send(i);
  jobs.close();
  await workers.wait();
  results.close();
}

async function main() {
  for (let i = 0; i < 3; i++) workers.go(worker);
  go(produce);
  const seen = [];
  for await (const result of results) seen.push(result);
  console.log(seen.sort((a, b) => a - b).join(" "));
}

main();
