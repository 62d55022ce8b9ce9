// A consumer and a producer wait for each other once too often, in a program too hot for a stack at each await.
import { chan, go } from "sluice";

const ROUNDS = 20_000;
const jobs = chan(0, "jobs");
const results = chan(0, "results");

async function worker() {
  for (let i = 0; i < ROUNDS; i++) await results.send(await jobs.receive());
  /*blocked: worker*/ await jobs.receive();
}

async function main() {
  go(worker);
  for (let i = 0; i < ROUNDS; i++) {
    await jobs.send(i);
    await results.receive();
  }
  /*blocked: main*/ await results.receive();
}

main();
