/**
 * Tells by how many bytes the heap grew for each of a hundred thousand tasks that wait for a promise, or for a timer: as soon
 * as they wait, and later.
 */
import { setTimeout as sleep } from "node:timers/promises";

const TASKS = 100_000;
/** Until then all of them have been told, and asked for their places. */
const SETTLE_MS = 15_000;

const [, , waitsFor] = process.argv;

async function worker(event) {
  await event;
}

/** Held, for else nobody could end the waits, and they would be collected. */
const events = [];

function eventOf() {
  const event = waitsFor === "timer" ? sleep(3_600_000) : new Promise(() => undefined);
  events.push(event);
  return event;
}

globalThis.gc();
const before = process.memoryUsage().heapUsed;
const tasks = Array.from({ length: TASKS }, () => worker(eventOf()));
const grownBy = () => {
  globalThis.gc();
  return (process.memoryUsage().heapUsed - before) / tasks.length;
};
const first = grownBy();
await sleep(SETTLE_MS);
console.log(JSON.stringify([first, grownBy()]));
process.exit(0);
