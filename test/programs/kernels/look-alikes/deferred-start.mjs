// Tasks wait at a gate until the start is given, long after they came.
let open;
const gate = new Promise((resolve) => (open = resolve));

async function runner(lane) {
  await gate;
  return lane;
}

const race = [1, 2, 3].map(runner);
await new Promise((resolve) => setTimeout(resolve, 400));
open();
await Promise.all(race);
