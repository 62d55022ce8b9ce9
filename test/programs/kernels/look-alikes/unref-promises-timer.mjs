// The same with a timer of node:timers/promises.
import { setTimeout } from "node:timers/promises";

async function poll() {
  for (;;) await setTimeout(30, undefined, { ref: false });
}

poll();
await setTimeout(100);
