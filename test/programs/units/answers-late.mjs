import { once } from "node:events";
import { parentPort } from "node:worker_threads";

async function answer() {
  await once(parentPort, "message");
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.ANSWER_AFTER_MS ?? 300)));
  parentPort.postMessage("answer");
}

await answer();
