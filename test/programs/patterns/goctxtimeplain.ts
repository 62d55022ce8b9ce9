import { setTimeout as delay } from "node:timers/promises";

/* goctxtimeplain */

async function main() {
  console.log(await withinTime(async () => "done"));
  const controller = new AbortController();
  const stopped = withinTime((stop) => delay(60_000, undefined, { signal: stop }), controller.signal);
  controller.abort();
  console.log(await stopped.catch(String));
}
void main();
//> done
//> AbortError: The operation was aborted
