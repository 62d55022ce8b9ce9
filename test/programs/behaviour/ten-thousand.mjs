// Ten thousand live tasks of one kind, and one that waits for them.
const gate = new Promise((resolve) => setTimeout(resolve, Number(process.argv[2] ?? 1500)));

async function worker() {
  await new Promise((resolve) => gate.then(resolve));
}

await Promise.all(Array.from({ length: 10_000 }, () => worker()));
