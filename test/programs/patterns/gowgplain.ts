import { setTimeout as delay } from "node:timers/promises";

/* gowgplain */

async function main() {
  let ended = 0;
  const work = async (ms: number) => {
    await delay(ms);
    ended++;
    if (ms === 2) throw new Error("two");
  };
  await runAll([3, 1], work);
  console.log(await runAll([3, 2, 1], work).catch(String), ended);
}
void main();
//> AggregateError: some of the work failed 5
