// cockroach#24808: the compactor may hold a suggestion before it is started; starting sends another to the
// full channel.
// found: deadlock; by main; at suggestions
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const suggestions = chan(1, "suggestions");

async function compact() {
  await suggestions.receive();
}

async function start() {
  if (fixed) suggestions.trySend("wake up");
  else /*blocked: start*/ await suggestions.send("wake up");
  go(compact);
}

async function main() {
  await suggestions.send("found while starting");
  /*blocked: main*/ await start();
}

main();
