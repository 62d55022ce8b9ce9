// A module that awaits so many tasks at its top level that there was no stack left for that await. It is ended by its parent.
const gate = new Promise((resolve) => setTimeout(resolve, 3_600_000));

async function worker() {
  await gate;
}

await Promise.all(Array.from({ length: 3_000 }, () => worker()));
