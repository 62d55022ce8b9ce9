// The reader has what it wants and leaves; the producer of the rest stays.
// found: leak; by produce; at numbers
import { chan, go } from "sluice";

const fixed = process.argv[2] === "fixed";

const numbers = chan(0, "numbers");

async function produce() {
  for (let i = 0; i < (fixed ? 3 : 10); i++) /*blocked: produce*/ await numbers.send(i);
}

go(produce);
for await (const number of numbers) if (number === 2) break;
