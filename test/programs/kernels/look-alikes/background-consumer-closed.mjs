// A consumer in the background that is idle for a while and closed at the end.
import { chan, go, sleep } from "sluice";

const jobs = chan(8, "jobs");

async function consume() {
  for await (const job of jobs) console.log(job);
}

const consumer = go(consume);
await jobs.send("first");
await sleep(300);
await jobs.send("last");
jobs.close();
await consumer;
