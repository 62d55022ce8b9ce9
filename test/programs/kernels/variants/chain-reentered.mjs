// A queue of promises that runs one job after the other; a job that enqueues another and awaits it waits for itself.
// found: deadlock; by main, outer
const fixed = process.argv[2] === "fixed";

let last = Promise.resolve();
function exclusive(job) {
  const result = last.then(job);
  last = result.catch(() => undefined);
  return result;
}

async function inner() {
  await new Promise((resolve) => setTimeout(resolve, 2));
}

async function outer() {
  if (fixed) await inner();
  else /*blocked: outer*/ await exclusive(inner);
}

async function main() {
  /*blocked: main*/ await exclusive(outer);
}

main();
