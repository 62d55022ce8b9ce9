/**
 * Loaded before a kernel that is to be dumped: a program whose loop has drained would end, and what has ended cannot be
 * dumped. Tells its parent once the program has come to rest.
 */
const { performance } = require("node:perf_hooks");

const EVERY_MS = 100;
/** So long at a stretch. */
const AT_REST_MS = 500;

let before = performance.eventLoopUtilization();
let restMs = 0;
setInterval(() => {
  const now = performance.eventLoopUtilization();
  const { utilization } = performance.eventLoopUtilization(now, before);
  before = now;
  restMs = utilization < 0.2 ? restMs + EVERY_MS : 0;
  if (restMs === AT_REST_MS) process.stderr.write("at rest\n");
}, EVERY_MS);
