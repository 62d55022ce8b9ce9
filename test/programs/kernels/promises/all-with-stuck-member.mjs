// A fan-out waits for tasks of which one waits for a callback that never comes.
// found: deadlock; by fetchPart, main
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function fetchPart(i) {
  await new Promise((resolve) => setTimeout(resolve, i));
  if (i === 2 && !fixed) /*blocked: fetchPart*/ await new Promise(() => {});
  return i;
}

async function main() {
  /*blocked: main*/ await Promise.all([1, 2, 3].map(fetchPart));
}

main();
