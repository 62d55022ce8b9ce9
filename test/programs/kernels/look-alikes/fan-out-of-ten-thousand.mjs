// A one-off fan-out of ten thousand tasks that wait for one timer.

const soon = new Promise((resolve) => setTimeout(resolve, 200));

async function part(i) {
  await soon;
  return i;
}

const parts = await Promise.all(Array.from({ length: 10_000 }, (_, i) => part(i)));
console.log(parts.length);
