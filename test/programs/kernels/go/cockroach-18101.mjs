// cockroach#18101: cancelling a restore stops who imports, and not who splits and sends to it.
// found: leak; by splitAndScatter ×2; at ready
import { background, chan, go, select, sleep, withCancel } from "sluice";

const fixed = process.argv[2] === "fixed";
const heartbeat = setInterval(() => {}, 50);
if (fixed) setTimeout(() => clearInterval(heartbeat), 150);

async function restore(ctx, cancel) {
  const ready = chan(0, "ready");
  for (let i = 0; i < 3; i++) {
    go(async function splitAndScatter() {
      await sleep(5);
      if (fixed) await ready.send(i, ctx).catch(() => {});
      else /*blocked: splitAndScatter*/ await ready.send(i);
    });
  }
  await select(
    ctx.done().onReceive(),
    ready.onReceive(() => cancel()),
  );
}

async function main() {
  const [ctx, cancel] = withCancel(background(), "restore");
  await restore(ctx, cancel);
}

main();
