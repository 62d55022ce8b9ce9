// Loaded before the command: at its end it tells what that took.
const { writeSync } = require("node:fs");

const COST_FD = 3;

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(
    COST_FD,
    JSON.stringify({ cpuMs: (user + system) / 1000, peakKb: process.resourceUsage().maxRSS }),
  );
});
