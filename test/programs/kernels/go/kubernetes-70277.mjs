// kubernetes#70277: a poller ticks until its done channel is closed, and the one it gets is never closed.
// found: leak; by poller; at ticks
import { chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function poll(done) {
  const ticks = chan(0, "ticks");
  go(async function poller() {
    for (let i = 0; ; i++) {
      await sleep(2);
      if (done.tryReceive() !== undefined) return;
      /*blocked: poller*/ await ticks.send(i, fixed ? AbortSignal.timeout(30) : undefined).catch(() => {});
    }
  });
  return ticks;
}

async function main() {
  const done = chan(0, "done");
  const ticks = poll(done);
  await ticks.receive();
  if (fixed) done.close();
}

main();
