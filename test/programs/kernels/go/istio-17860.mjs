// istio#17860: an agent is ended by its context; the proxies that end after it have nobody to take their
// state.
// found: leak; by runProxy ×2; at statuses
import { after, background, chan, go, select, withTimeout } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function runAgent() {
  const statuses = chan(fixed ? 2 : 0, "statuses");
  const [ctx, cancel] = withTimeout(background(), 5, "agent");
  for (let i = 0; i < 2; i++) {
    go(async function runProxy() {
      await after(15).receive();
      /*blocked: runProxy*/ await statuses.send(i);
    });
  }
  await select(statuses.onReceive(), ctx.done().onReceive());
  cancel();
}

async function main() {
  await runAgent();
}

main();
