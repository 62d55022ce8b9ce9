// moby#4951: deleting a device holds the global lock and takes the device's; others hold the device's and
// take the global one.
// found: lock-cycle; by deleteDevice, removeFirst; at device, devices
import { Mutex, go, sleep } from "sluice";

const fixed = process.argv[2] === "fixed";

const devices = new Mutex("devices");
const device = new Mutex("device");

async function deleteDevice() {
  if (!fixed) await devices.lock();
  /*blocked: deleteDevice*/ await device.lock();
  await sleep(5);
  if (fixed) await devices.lock();
  device.unlock();
  devices.unlock();
}

async function removeAndWait() {
  await sleep(1);
  await device.withLock(async () => {
    await sleep(2);
    await devices.withLock(() => {});
  });
}

async function mount() {
  await devices.lock();
  await sleep(2);
  devices.unlock();
}

async function removeFirst() {
  await device.lock();
  await sleep(5);
  /*blocked: removeFirst*/ await devices.lock();
  devices.unlock();
  device.unlock();
}

const other = fixed ? removeAndWait : removeFirst;
await Promise.all([go(other), go(deleteDevice), go(mount)]);
