/** Fan-out: one stream of work is dealt to three workers, whoever is free. Prints "12 jobs by 3 workers". */
import { WaitGroup, chan, fanOut, go, sleep } from "sluice";

const jobs = chan();
go(async function produce() {
  for (let i = 0; i < 12; i++) await jobs.send(i);
  jobs.close();
});

const done = new Map();
const group = new WaitGroup();
fanOut(jobs, 3).forEach((share, worker) => {
  group.go(async () => {
    for await (const job of share) {
      await sleep(1);
      done.set(worker, [...(done.get(worker) ?? []), job]);
    }
  });
});
await group.wait();
console.log(`${[...done.values()].flat().length} jobs by ${done.size} workers`);
