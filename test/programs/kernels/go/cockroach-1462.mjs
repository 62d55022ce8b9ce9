// cockroach#1462: stopping ends the loop that takes the events and waits for the workers; one of them still has an
// event to give.
// found: deadlock; by deliver, main; at events, workers
import { WaitGroup, chan, go, select, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function main() {
  const workers = new WaitGroup("workers");
  const events = chan(0, "events");
  const stopping = chan(0, "stopping");
  workers.go(async function processEvents() {
    for (let over = false; !over;) {
      over = await select(
        events.onReceive(() => false),
        stopping.onReceive(() => true),
      );
    }
  });
  workers.go(async function deliver() {
    await events.send("first");
    while (!stopping.closed) await sleep(1);
    /*blocked: deliver*/ await select(events.onSend("last"), fixed ? stopping.onReceive() : undefined);
  });
  await sleep(5);
  stopping.close();
  /*blocked: main*/ await workers.wait();
}

main();
