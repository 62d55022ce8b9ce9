/**
 * The two-senders deadlock, and it is meant to be broken: each side sends before it receives, on channels that hold
 * nothing, so that both wait for ever. The process ends without a word from Node but its exit code 13; under
 * `sluice run` the deadlock is told.
 */
import { chan, go } from "sluice";

const [left, right] = [chan(0, "left"), chan(0, "right")];

async function first() {
  await left.send("from first");
  return right.receive();
}

async function second() {
  await right.send("from second");
  return left.receive();
}

console.log("two tasks, each sends first");
await Promise.all([go(first), go(second)]);
console.log("never printed");
