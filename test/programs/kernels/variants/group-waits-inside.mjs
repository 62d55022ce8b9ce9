// A task of a group waits for the group.
// found: deadlock; by main, collect; at tasks
import { WaitGroup, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

async function main() {
  const tasks = new WaitGroup("tasks");
  tasks.go(async function collect() {
    await sleep(2);
    if (!fixed) /*blocked: collect*/ await tasks.wait();
  });
  /*blocked: main*/ await tasks.wait();
}

main();
