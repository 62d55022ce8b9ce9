import { setTimeout as delay } from "node:timers/promises";

/* goctxcancelplain */

function attempt(ms: number) {
  return (signal: AbortSignal) =>
    delay(ms, ms, { signal }).catch((error: unknown) => {
      console.log("stopped", ms);
      throw error;
    });
}

async function main() {
  console.log(await firstOf([attempt(60_000), attempt(5), attempt(90_000)]));
  const controller = new AbortController();
  const stopped = firstOf([attempt(70_000)], controller.signal);
  controller.abort();
  console.log(await stopped.catch((error: unknown) => error instanceof AggregateError));
}
void main();
//> 5
//> stopped 60000
//> stopped 90000
//> stopped 70000
//> true
