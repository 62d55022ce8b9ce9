// A limiter that gives a slot back only on success: after two failures nobody gets one any more.
// found: deadlock; by main, limited ×2
const fixed = process.argv[2] === "fixed";

let free = 2;
const queue = [];

async function limited(job) {
  if (free === 0) /*blocked: limited*/ await new Promise((resolve) => queue.push(resolve));
  free--;
  try {
    return await job();
  } finally {
    if (fixed) release();
  }
}

function release() {
  free++;
  queue.shift()?.();
}

async function fail() {
  await new Promise((resolve) => setTimeout(resolve, 5));
  throw new Error("refused");
}

async function main() {
  /*blocked: main*/ await Promise.allSettled([1, 2, 3, 4].map(() => limited(fail)));
}

main();
