/** Or-done: a loop over a channel that never closes ends with its context. Prints "0 1 2, then the context ended". */
import { background, chan, go, orDone, withCancel } from "sluice";

const [ctx, cancel] = withCancel(background());
const ticks = chan();
go(async function tick() {
  try {
    for (let i = 0; ; i++) await ticks.send(i, ctx);
  } catch (error) {
    if (ctx.err() === undefined) throw error;
  }
});

const seen = [];
for await (const tick of orDone(ctx, ticks)) {
  seen.push(tick);
  if (tick === 2) cancel();
}
console.log(`${seen.join(" ")}, then the context ended`);
