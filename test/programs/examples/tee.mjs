/** Tee: each value goes to two readers, in step. Prints "sum 10, largest 4". */
import { chan, go, tee } from "sluice";

const numbers = chan();
go(async function count() {
  for (let i = 1; i <= 4; i++) await numbers.send(i);
  numbers.close();
});

async function fold(channel, start, step) {
  let result = start;
  for await (const value of channel) result = step(result, value);
  return result;
}

const [left, right] = tee(numbers);
const [sum, largest] = await Promise.all([
  go(fold, left, 0, (a, b) => a + b),
  go(fold, right, -Infinity, Math.max),
]);
console.log(`sum ${sum}, largest ${largest}`);
