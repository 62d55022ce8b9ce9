/** 100,000 tasks at once, each of which awaits a timer. An item is one task. */
import { setTimeout as sleep } from "node:timers/promises";
import { measure } from "../measure.mjs";

const ROUND = 100_000;

const work = async (i) => {
  await sleep(1);
  return i;
};

await measure(3 * ROUND, async (n) => {
  for (let done = 0; done < n; done += ROUND) {
    await Promise.all(Array.from({ length: ROUND }, (_, i) => work(i)));
  }
});
