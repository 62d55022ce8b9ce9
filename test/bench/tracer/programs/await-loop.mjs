/** One task that awaits a call of an async function, over and over. An item is one such call. */
import { measure } from "../measure.mjs";

const step = async (i) => i;

await measure(4_000_000, async (n) => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += await step(i);
  return sum;
});
