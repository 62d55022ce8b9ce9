// Two calls that await each other, and one beside them that a third awaits, as a frame.
setInterval(() => {}, 1000);

const parts = {};

async function startDatabase() {
  await null;
  /*blocked: startDatabase*/ await parts.cache;
}

async function startCache() {
  await null;
  /*blocked: startCache*/ await parts.database;
}

async function answer() {
  /*blocked: answer*/ await new Promise((resolve) => (parts.answer = resolve));
}

async function serve() {
  /*blocked: serve*/ await answer();
}

parts.database = startDatabase();
parts.cache = startCache();
void serve();
setTimeout(() => process.stdout.write("ready\n"), 50);
