// An extension that sees how long the extension host, which it shares with Sluice, is blocked at a time. A tick
// that comes late was blocked for no longer than its thread had a processor meanwhile: the rest of the delay is other
// processes' doing, on a busy machine.
const { appendFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const TICK_MS = 5;
const TOLD_FROM_MS = 10;
const LOG = join(__dirname, "blocks.log");

let lastMs = performance.now();
let lastCpu = cpuMs();

/** What the main thread had of a processor; where that is not told, all threads. */
function cpuMs() {
  try {
    return Number(readFileSync("/proc/self/schedstat", "latin1").split(" ")[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

function tick() {
  const nowMs = performance.now();
  const hadMs = cpuMs() - lastCpu;
  const lateMs = nowMs - lastMs - TICK_MS;
  const blockedMs = Math.min(lateMs, hadMs);
  if (blockedMs >= TOLD_FROM_MS) {
    appendFileSync(LOG, `${Date.now()} ${blockedMs.toFixed(1)} ${lateMs.toFixed(1)}\n`);
  }
  lastMs = performance.now();
  lastCpu = cpuMs();
}

module.exports = {
  activate() {
    appendFileSync(LOG, `${Date.now()} 0 0\n`);
    setInterval(tick, TICK_MS).unref();
  },
};
