// moby#4395: a function's error comes back on a channel that its caller may drop.
// found: leak; by report; at errors
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function start(fn) {
  const errors = chan(fixed ? 1 : 0, "errors");
  go(async function report() {
    /*blocked: report*/ await errors.send(await fn());
  });
  return errors;
}

start(async () => "failed");
