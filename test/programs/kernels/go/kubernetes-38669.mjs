// kubernetes#38669: a watcher with nothing to forward returns, and who waits for its first event is not
// told.
// found: deadlock; by main; at events
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";

async function main() {
  const events = chan(0, "events");
  go(async function process(initial) {
    for (const event of initial) await events.send(event);
    if (fixed) events.close();
  }, []);
  /*blocked: main*/ await events.receive();
}

main();
