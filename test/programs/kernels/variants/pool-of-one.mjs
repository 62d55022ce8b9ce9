// A job in a pool of one worker waits for another job of the same pool. An interval goes on.
// found: deadlock; by main, work; at child, results
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";
const beat = setInterval(() => {}, 20);

async function work(jobs) {
  for await (const job of jobs) /*blocked: work*/ await job();
}

async function main() {
  const jobs = chan(1, "jobs");
  const results = chan(0, "results");
  go(work, jobs);
  await jobs.send(async function parent() {
    const child = chan(0, "child");
    await jobs.send(() => child.send("part"));
    if (fixed) go(async () => (await jobs.receive())?.());
    /*blocked: parent*/ await child.receive();
    void results.send("whole");
  });
  /*blocked: main*/ await results.receive();
  jobs.close();
  clearInterval(beat);
}

main();
