// Workers that take jobs and end when there are no more.
import { WaitGroup, chan, go } from "sluice";

const jobs = chan(0, "jobs");
const results = chan(0, "results");
const workers = new WaitGroup("workers");

async function work() {
  for await (const job of jobs) await results.send(job * job);
}

for (let i = 0; i < 4; i++) workers.go(work);
go(async function produce() {
  for (let i = 0; i < 20; i++) await jobs.send(i);
  jobs.close();
  await workers.wait();
  results.close();
});
let sum = 0;
for await (const result of results) sum += result;
console.log(sum);
