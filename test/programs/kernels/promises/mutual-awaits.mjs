// Two parts of a start-up wait for each other, while the program goes on.
// found: deadlock; by startCache, startDatabase
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

const parts = {};

async function startDatabase() {
  await null;
  if (!fixed) /*blocked: startDatabase*/ await parts.cache;
}

async function startCache() {
  await null;
  /*blocked: startCache*/ await parts.database;
}

parts.database = startDatabase();
parts.cache = startCache();
