// So many tasks that wait, and now and then a new one, whose name is the moment of its start.
const { chan, go, sleep } = await import(process.env.SLUICE_BENCH_LIBRARY);

const jobs = chan(0, "jobs");

async function worker() {
  await jobs.receive();
}

async function probe() {
  await sleep(2000);
}

async function main() {
  for (let count = 0; count < Number(process.argv[2]); count++) go(worker);
  for (;;) {
    await sleep(500 + Math.random() * 300);
    go.named(`probe ${Date.now()}`, probe);
  }
}

await main();
