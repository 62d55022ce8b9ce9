// An extension that tells how much the extension host, which it shares with Sluice, holds after a collection.
const { appendFileSync } = require("node:fs");
const { join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");

const EVERY_MS = 5000;
const LOG = join(__dirname, "memory.log");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

module.exports = {
  activate() {
    setInterval(() => {
      collect();
      const { heapUsed, external, rss } = process.memoryUsage();
      appendFileSync(LOG, `${Date.now()} ${heapUsed + external} ${rss}\n`);
    }, EVERY_MS).unref();
  },
};
