import { once } from "node:events";

/* goshutplain */

async function main() {
  setTimeout(() => process.kill(process.pid, "SIGTERM"), 20);
  const alive = setInterval(() => undefined, 1000);
  await runUntilStopped(
    async (signal) => {
      await once(signal, "abort");
      console.log(String(signal.reason));
    },
    async (signal) => console.log("released", signal.aborted),
  );
  clearInterval(alive);
}
void main();
//> Error: received SIGTERM
//> released false
