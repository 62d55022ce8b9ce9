// etcd#7443: the balancer's loop tells of an address after the watcher of addresses has gone; closing the balancer
// waits for the loop's end.
// found: deadlock; by main, notifyLoop; at done, notices
import { chan, go, select } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

function newBalancer() {
  const notices = chan(0, "notices");
  const closing = chan(0, "closing");
  const done = chan(0, "done");
  go(async function notifyLoop() {
    for (const address of ["pinned", "unpinned"]) {
      /*blocked: notifyLoop*/ await select(notices.onSend(address), fixed ? closing.onReceive() : undefined);
    }
    done.close();
  });
  return {
    notices,
    async close() {
      closing.close();
      /*blocked: close*/ await done.receive();
    },
  };
}

async function main() {
  const balancer = newBalancer();
  const watched = go(async function watchAddresses() {
    await balancer.notices.receive();
  });
  await watched;
  /*blocked: main*/ await balancer.close();
}

main();
