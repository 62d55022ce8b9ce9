/** So many tasks, each suspended in a function that another awaits, in a program that never heard of Sluice. */
const tasks = Number(process.argv[2]);
const waiting = new Map();

async function answerTo(id) {
  return await new Promise((resolve) => waiting.set(id, resolve));
}

async function task(id) {
  const started = id;
  await answerTo(id);
  return started;
}

for (let id = 0; id < tasks; id++) task(id);

// The longest that its event loop stood still since it was last asked.
const TICK_MS = 5;
let lastMs = performance.now();
let longestMs = 0;
setInterval(() => {
  const nowMs = performance.now();
  longestMs = Math.max(longestMs, nowMs - lastMs - TICK_MS);
  lastMs = nowMs;
}, TICK_MS);

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send({ longestMs, cpuMs: (user + system) / 1000, heapBytes: process.memoryUsage().heapUsed });
  longestMs = 0;
});
process.send("ready");
