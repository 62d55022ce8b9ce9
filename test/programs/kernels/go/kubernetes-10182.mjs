// kubernetes#10182: a status is sent under the lock; who syncs takes the lock between two receives.
// found: leak; by setPodStatus, syncBatch; at changes, statuses
import { Mutex, chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function startManager() {
  const statuses = new Mutex("statuses");
  const changes = chan(fixed ? 4 : 0, "changes");

  async function syncBatch() {
    for (let i = 0; i < 2; i++) {
      await changes.receive();
      await new Promise((resolve) => setTimeout(resolve, 5));
      /*blocked: syncBatch*/ await statuses.withLock(() => {});
    }
  }

  async function setPodStatus(pod) {
    await statuses.lock();
    /*blocked: setPodStatus*/ await changes.send(pod);
    statuses.unlock();
  }

  go(syncBatch);
  go(setPodStatus, "first");
  go(setPodStatus, "second");
}

startManager();
