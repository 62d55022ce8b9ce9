// cockroach#35931: cancelling tells each input in turn; the first is full, and the reader waits at the
// second.
// found: deadlock; by join, main; at left, right
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const left = chan(1, "left");
const right = chan(1, "right");

async function join() {
  /*blocked: join*/ await right.receive();
  await left.receive();
}

async function main() {
  await left.send("row");
  const joined = go(join);
  const inputs = [left, right];
  if (fixed) inputs.map((input) => go(() => input.send("cancelled")));
  else for (const input of inputs) /*blocked: main*/ await input.send("cancelled");
  await joined;
  if (fixed) await left.receive();
}

main();
