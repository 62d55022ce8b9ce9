// Sends on a closed channel, which nobody handles, once it is told to; the second time somebody does.
import { chan, go, sleep } from "sluice";

const jobs = chan(1, "jobs");
jobs.close();

async function produce(id) {
  await sleep(1);
  await jobs.send(id); // panics
}

async function tolerant() {
  await produce(1).catch(() => undefined);
  process.stdin.destroy();
}

async function consume() {
  await chan(0, "never").receive();
}

go(consume);
process.stdin.once("data", (text) => {
  go(String(text) === "handled" ? tolerant : produce, 1);
});
