// kubernetes#1321: the multiplexer sends a result under its lock; stopping the watcher takes the lock
// before it closes.
// found: deadlock; by distribute, main; at mux, result
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const mux = new Mutex("mux");
const result = chan(0, "result");

async function distribute() {
  await mux.lock();
  if (fixed) await result.send("event").catch(() => {});
  else /*blocked: distribute*/ await result.send("event");
  mux.unlock();
}

async function main() {
  go(distribute);
  await sleep(5);
  if (fixed) result.close();
  /*blocked: main*/ await mux.lock();
  if (!fixed) result.close();
  mux.unlock();
}

main();
