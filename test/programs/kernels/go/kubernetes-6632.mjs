// kubernetes#6632: a frame is written under the lock, and a full reset channel stops it there; the monitor
// needs the lock to go on draining.
// found: leak; by monitor, writeFrame; at resets, writing
import { Mutex, chan, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function connect() {
  const writing = new Mutex("writing");
  const resets = chan(fixed ? 2 : 0, "resets");
  const closing = chan(0, "closing");

  async function monitor() {
    await closing.receive();
    await sleep(5);
    /*blocked: monitor*/ await writing.lock();
    resets.close();
    writing.unlock();
  }

  async function writeFrame() {
    await writing.lock();
    /*blocked: writeFrame*/ await resets.send("reset");
    writing.unlock();
  }

  go(monitor);
  go(writeFrame);
  void closing.send(true);
}

connect();
