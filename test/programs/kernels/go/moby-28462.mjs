// moby#28462: the health monitor is stopped under the container's lock, which its last probe takes.
// found: leak; by monitor, stateChanged; at container, stop
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const container = new Mutex("container");
const stop = chan(0, "stop");

async function monitor() {
  await sleep(5);
  /*blocked: monitor*/ await container.lock();
  container.unlock();
  await stop.receive();
}

async function stateChanged() {
  await container.lock();
  if (fixed) container.unlock();
  /*blocked: stateChanged*/ await stop.send(true);
  if (!fixed) container.unlock();
}

go(monitor);
go(stateChanged);
