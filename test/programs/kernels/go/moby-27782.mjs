// moby#27782: the log watcher was removed and waits for its reader's word; the reader waits to hand over an
// event that nobody takes.
// found: leak; by followLogs, readEvents; at events, removed
import { Cond, Mutex, chan, go, select, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

function watchLogs() {
  const mu = new Mutex("watcher");
  const removed = new Cond(mu, "removed");
  const events = chan(0, "events");
  const close = chan(0, "close");
  go(async function readEvents() {
    await sleep(5);
    await events.send("opened");
    /*blocked: readEvents*/ await select(events.onSend("modified"), fixed ? close.onReceive() : undefined);
    removed.broadcast();
  });
  go(async function followLogs() {
    await events.receive();
    await mu.lock();
    if (fixed) close.close();
    /*blocked: followLogs*/ await removed.wait();
    mu.unlock();
  });
}

watchLogs();
