import { setTimeout as delay } from "node:timers/promises";

/* gosem */

async function main() {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await delay(2);
    running--;
  };
  await Promise.all(Array.from({ length: 20 }, () => limited(work)));
  console.log(most, permits.taken);
  const all = permits.acquire(8);
  const controller = new AbortController();
  const stopped = limited(work, controller.signal);
  controller.abort(new Error("enough"));
  console.log(await stopped.catch(String));
  await all;
  permits.release(8);
}
void main();
//> 8 0
//> Error: enough
