// Three workers send results that main would read only after it has sent every job.
import { chan, go, sleep } from "sluice";

const jobs = chan(2, "jobs");
const results = chan(0, "results");

async function worker() {
  for await (const job of jobs) {
    await sleep(5);
    /*blocked: worker*/ await results.send(job * 2);
  }
}

async function produce() {
  for (let i = 0; i < 6; i++) {
    /*blocked: produce*/ await jobs.send(i);
  }
  jobs.close();
}

async function main() {
  for (let i = 0; i < 3; i++) go(worker);
  /*blocked: main*/ await produce();
  for await (const result of results) console.log(result);
}

main();
