/** A pipeline: three stages that work at the same time, each a task between two channels. Prints 0 4 16 36 64. */
import { background, chan, go, pipe, withCancel } from "sluice";

const [ctx, cancel] = withCancel(background());
const numbers = chan();

go(async function count() {
  try {
    for (let i = 0; ; i++) await numbers.send(i, ctx);
  } catch (error) {
    if (ctx.err() === undefined) throw error;
  }
});

const doubled = pipe(numbers, (n) => n * 2, ctx);
const squared = pipe(doubled, (n) => n * n, ctx);

const seen = [];
for await (const n of squared) {
  seen.push(n);
  // Leaving early: without the cancel all stages would wait for ever to send.
  if (seen.length === 5) break;
}
cancel();
console.log(seen.join(" "));
