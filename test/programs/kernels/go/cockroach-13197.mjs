// cockroach#13197: each transaction has a task that waits for the end of its context, which nobody ends.
// found: leak; by awaitDone; at transaction
import { background, go, withCancel } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function begin(ctx) {
  go(async function awaitDone() {
    /*blocked: awaitDone*/ await ctx.done().receive();
  });
}

async function main() {
  const [ctx, cancel] = withCancel(background(), "transaction");
  await begin(ctx);
  if (fixed) cancel();
}

main();
