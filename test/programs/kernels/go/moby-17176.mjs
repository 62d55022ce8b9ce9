// moby#17176: nothing to delete: the function returns early with the devices' lock held.
// found: lock-cycle; by main; at devices
import { Mutex } from "sluice";

const fixed = process.argv[2] === "fixed";

const devices = new Mutex("devices");

async function cleanup(deleted) {
  await devices.lock();
  if (deleted === 0 && !fixed) return;
  devices.unlock();
}

async function main() {
  await cleanup(0);
  /*blocked: main*/ await devices.lock();
}

main();
