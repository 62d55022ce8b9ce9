// A task that nobody can wake, beside a heap so large that the tracer collects no garbage of its own accord.
const ballast = Array.from({ length: 600_000 }, (_, index) => ({ index, words: [`${index}`, index + 1] }));

async function forgotten() {
  await new Promise(() => undefined);
}

setTimeout(() => void forgotten(), 10);
console.log(`pid ${process.pid}`);
setInterval(() => ballast.length, 1000);
