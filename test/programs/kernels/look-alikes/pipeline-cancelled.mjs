// A pipeline whose consumer has enough, and tells its stages by a context.
import { background, chan, go, orDone, select, withCancel } from "sluice";

const [ctx, cancel] = withCancel(background(), "enough");
const numbers = chan(0, "numbers");

go(async function count() {
  for (let i = 0; ; i++) {
    const over = await select(
      numbers.onSend(i, () => false),
      ctx.done().onReceive(() => true),
    );
    if (over) return;
  }
});
for await (const n of orDone(ctx, numbers)) if (n === 5) break;
cancel();
