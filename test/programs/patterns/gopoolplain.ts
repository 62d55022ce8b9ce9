import { setTimeout as delay } from "node:timers/promises";

/* gopoolplain */

async function main() {
  let running = 0;
  let most = 0;
  const square = async (job: number) => {
    most = Math.max(most, ++running);
    await delay(2);
    running--;
    if (job < 0) throw new Error("a negative job");
    return job * job;
  };
  console.log((await mapBounded([1, 2, 3, 4, 5, 6], square)).join(" "), most);
  console.log(await mapBounded([1, -1, 3], square).catch(String));
  const controller = new AbortController();
  const stopped = mapBounded([1, 2, 3, 4, 5, 6], square, controller.signal);
  controller.abort(new Error("enough"));
  console.log(await stopped.catch(String));
}
void main();
//> 1 4 9 16 25 36 4
//> Error: a negative job
//> Error: enough
