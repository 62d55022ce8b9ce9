// One of the promises of a fan-out is settled by nobody.
// found: deadlock; by main
const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

const soon = (value) => new Promise((resolve) => setTimeout(resolve, 5, value));

function fetchPart(i) {
  return new Promise((resolve) => {
    if (i !== 2 || fixed) soon(i).then(resolve);
  });
}

async function main() {
  /*blocked: main*/ await Promise.all([1, 2, 3].map(fetchPart));
}

main();
