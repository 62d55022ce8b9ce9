// kubernetes#5316: the request timed out, and its function has nobody to give its answer to.
// found: leak; by handle ×2; at answer
import { after, chan, go, select } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 700);

async function finishRequest(timeoutMs, fn) {
  const answer = chan(fixed ? 1 : 0, "answer");
  const failure = chan(fixed ? 1 : 0, "failure");
  go(async function handle() {
    const result = await fn();
    /*blocked: handle*/ await (result instanceof Error ? failure.send(result) : answer.send(result));
  });
  return select(answer.onReceive(), failure.onReceive(), after(timeoutMs).onReceive());
}

const slowly = (value) => () => new Promise((resolve) => setTimeout(resolve, 300, value));
await finishRequest(5, slowly("late"));
await finishRequest(5, slowly("later"));
