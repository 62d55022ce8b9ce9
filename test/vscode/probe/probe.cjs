// An extension that sees how long the extension host, which it shares with Sluice, is blocked at a time. A tick
// that comes late was blocked for no longer than the process used the processor meanwhile: the rest of the delay
// is other processes' doing, on a busy machine.
const { appendFileSync } = require("node:fs");
const { join } = require("node:path");

const TICK_MS = 5;
const TOLD_FROM_MS = 10;
const LOG = join(__dirname, "blocks.log");

let lastMs = performance.now();
let lastCpu = process.cpuUsage();

function tick() {
  const nowMs = performance.now();
  const { user, system } = process.cpuUsage(lastCpu);
  const lateMs = nowMs - lastMs - TICK_MS;
  const blockedMs = Math.min(lateMs, (user + system) / 1000);
  if (blockedMs >= TOLD_FROM_MS) {
    appendFileSync(LOG, `${Date.now()} ${blockedMs.toFixed(1)} ${lateMs.toFixed(1)}\n`);
  }
  lastMs = performance.now();
  lastCpu = process.cpuUsage();
}

module.exports = {
  activate() {
    appendFileSync(LOG, `${Date.now()} 0 0\n`);
    setInterval(tick, TICK_MS).unref();
  },
};
