// A worker that forgets to call back: what is queued behind never runs.
const fastq = require("fastq");

const queue = fastq(worker, 1);

function worker(value, done) {
  if (value !== 2) setImmediate(done, null, value);
}

async function main() {
  await Promise.all([1, 2, 3].map((value) => new Promise((resolve) => queue.push(value, resolve))));
}

main();
