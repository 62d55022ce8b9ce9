import { setTimeout as delay } from "node:timers/promises";

/* gobeat gobeatplain */

async function main() {
  const done = await supervise(async (beat) => {
    for (let step = 0; step < 3; step++) {
      beat();
      await delay(1);
    }
    return "done";
  });
  console.log(done);
  const silent = supervise((_, signal) => delay(60_000, undefined, { signal }));
  console.log(
    await silent.catch((error: unknown) => (error instanceof Error ? error.cause : error)).then(String),
  );
}
void main();
//> done
//> Error: no sign of life for 2000 ms
