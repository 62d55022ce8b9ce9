import { chan, go } from "sluice";

/* gotee */

async function main() {
  const input = chan<number>();
  go(async () => {
    for (const value of [1, 2, 3]) await input.send(value);
    input.close();
  });
  const [first, second] = duplicate(input);
  const sums = [first, second].map((channel) =>
    go(async () => {
      let sum = 0;
      for await (const value of channel) sum += value;
      return sum;
    }),
  );
  console.log((await Promise.all(sums)).join(" "));
  const controller = new AbortController();
  const [third] = duplicate(chan<number>(), controller.signal);
  controller.abort();
  console.log((await third.next()).done);
}
void main();
//> 6 6
//> true
