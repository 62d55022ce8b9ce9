import { sleep } from "sluice";

/* goshut */

async function main() {
  setTimeout(() => process.kill(process.pid, "SIGTERM"), 20);
  const alive = setInterval(() => undefined, 1000);
  await runUntilStopped(
    async (ctx) => {
      await ctx.done().receive();
      console.log(String(ctx.cause()));
    },
    async (ctx) => {
      await sleep(1, ctx);
      console.log("released");
    },
  );
  clearInterval(alive);
}
void main();
//> SignalReceivedError: received SIGTERM
//> released
