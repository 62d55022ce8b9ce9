// moby#33293: waiting for a container answers on a channel without room, in the task that would read it.
// found: deadlock; by (main); at errors
import { chan } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function containerWait(failed) {
  const errors = chan(fixed ? 1 : 0, "errors");
  if (failed) /*blocked: containerWait*/ await errors.send(new Error("no such container"));
  return errors;
}

await /*blocked: (anonymous)*/ (await containerWait(true)).receive();
