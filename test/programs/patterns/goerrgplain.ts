import { setTimeout as delay } from "node:timers/promises";

/* goerrgplain */

async function double(item: number, signal: AbortSignal): Promise<number> {
  await delay(item, undefined, { signal });
  if (item === 3) throw new Error("three");
  return item * 2;
}

async function main() {
  console.log((await forEach([5, 1, 4], double)).join(" "));
  console.log(await forEach([60_000, 3], double).catch(String));
  const controller = new AbortController();
  const stopped = forEach([60_000, 70_000], double, controller.signal);
  controller.abort();
  console.log(await stopped.catch(String));
}
void main();
//> 10 2 8
//> Error: three
//> AbortError: The operation was aborted
