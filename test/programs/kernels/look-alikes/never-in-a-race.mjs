// A promise that never settles, as the neutral member of a race.
const never = new Promise(() => {});

async function work() {
  return Promise.race([never, new Promise((resolve) => setTimeout(resolve, 5))]);
}

await work();
await Promise.race([work(), never]);
