import { setTimeout as delay } from "node:timers/promises";

/* gosemplain */

async function main() {
  const limited = createLimiter();
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await delay(2);
    running--;
  };
  await Promise.all(Array.from({ length: 20 }, () => limited(work)));
  console.log(most, running);
  console.log(await limited(work, AbortSignal.abort(new Error("enough"))).catch(String));
}
void main();
//> 8 0
//> Error: enough
