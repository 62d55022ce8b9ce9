// Fills a channel, empties and closes it, once it is told to.
import { chan, go } from "sluice";

const jobs = chan(2, "jobs");

async function producer() {
  for (let id = 1; id <= 2; id++) {
    await jobs.send(id); // sends
  }
}

async function consumer() {
  for (let taken = 1; taken <= 2; taken++) {
    await jobs.receive(); // receives
  }
}

process.stdin.once("data", async () => {
  await go(producer);
  await go(consumer);
  jobs.close(); // closes
  process.stdin.destroy();
});
console.log("ready");
