// Waits at a channel, at a timer and for a task, until it is ended from outside.
import { chan, go, sleep } from "sluice";

const jobs = chan(2, "jobs");

async function worker() {
  /*blocked: worker*/ return await jobs.receive();
}

async function heartbeat() {
  /*blocked: heartbeat*/ await sleep(3_600_000);
}

async function main() {
  const work = go(worker);
  go(heartbeat);
  console.log(`pid ${process.pid}`);
  /*blocked: main*/ await work;
}

main();
