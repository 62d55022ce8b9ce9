import { setTimeout as delay } from "node:timers/promises";

/* gowg */

async function main() {
  let ended = 0;
  await runAll([3, 1, 2], async (ms) => {
    await delay(ms);
    ended++;
  });
  console.log(ended);
  const controller = new AbortController();
  const stopped = runAll([10], (ms) => delay(ms), controller.signal);
  controller.abort(new Error("enough"));
  console.log(await stopped.catch(String));
}
void main();
//> 3
//> Error: enough
