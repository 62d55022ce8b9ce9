// istio#18454: a timer that has fired is drained when it is stopped, and it is stopped twice.
// found: deadlock; by main, stopTimer; at timer
import { after, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const timer = after(1, "timer");

async function stopTimer() {
  if (fixed) timer.tryReceive();
  else /*blocked: stopTimer*/ await timer.receive();
}

async function main() {
  await sleep(5);
  /*blocked: main*/ await Promise.all([go(stopTimer), go(stopTimer)]);
}

main();
