// kubernetes#26980: a listener is stopped: who runs its handlers returns, and who pops notices for it waits to be told
// of the next.
// found: leak; by pop; at added
import { Cond, Mutex, chan, go, select } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function startListener() {
  const mu = new Mutex("pending");
  const added = new Cond(mu, "added");
  const next = chan(0, "next");
  const stop = chan(0, "stop");
  const pending = ["first"];
  let stopped = false;

  go(async function pop() {
    for (;;) {
      await mu.lock();
      while (pending.length === 0 && !stopped) /*blocked: pop*/ await added.wait();
      const notice = pending.shift();
      mu.unlock();
      if (notice === undefined) return;
      await next.send(notice);
    }
  });
  go(async function run() {
    for (let over = false; !over;) {
      over = await select(
        next.onReceive(() => false),
        stop.onReceive(() => true),
      );
    }
    if (!fixed) return;
    stopped = true;
    added.broadcast();
  });
  return stop;
}

const stop = startListener();
setTimeout((channel) => channel.close(), 10, stop);
