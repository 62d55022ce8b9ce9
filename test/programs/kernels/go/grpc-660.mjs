// grpc#660: the load test stops at its time, and the callers that are still at work have nobody to tell.
// found: leak; by call ×4; at done
import { after, chan, go, select } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function loadTest() {
  const done = chan(fixed ? 4 : 0, "done");
  for (let i = 0; i < 4; i++) {
    go(async function call() {
      await new Promise((resolve) => setTimeout(resolve, 20));
      /*blocked: call*/ await done.send(i);
    });
  }
  await select(done.onReceive(), after(5).onReceive());
}

async function main() {
  await loadTest();
}

main();
