// Cleans up when a context ends that nobody can end.
// found: leak; by cleanUp
import { background, go, sleep, withCancel } from "sluice";

const fixed = process.argv[2] === "fixed";

const [request, cancel] = withCancel(background(), "request");

async function cleanUp(context) {
  /*blocked: cleanUp*/ await context.done().receive();
}

go(cleanUp, fixed ? request : background());
await sleep(10);
cancel();
