// syncthing#5795: the dispatcher closes the connection from inside of its loop, and closing waits for the
// loop's end.
// found: deadlock; by dispatchLoop, main; at stopped
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const inbox = chan(0, "inbox");
const stopped = chan(0, "stopped");

async function close() {
  if (!fixed) /*blocked: close*/ await stopped.receive();
}

async function dispatchLoop() {
  for await (const _ of inbox) {
    /*blocked: dispatchLoop*/ await close();
    break;
  }
  stopped.close();
}

async function main() {
  go(dispatchLoop);
  await inbox.send("bad message");
  /*blocked: main*/ await stopped.receive();
}

main();
