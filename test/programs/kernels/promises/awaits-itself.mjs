// A task waits for the promise of the flow that it belongs to.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";

let running;

async function flush() {
  await null;
  if (!fixed) /*blocked: flush*/ await running;
}

async function main() {
  running = flush();
  /*blocked: main*/ await running;
}

main();
