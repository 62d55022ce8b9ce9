import { chan, go } from "sluice";

/* gofanout */

async function main() {
  const input = chan<number>();
  go(async () => {
    for (let value = 0; value < 20; value++) await input.send(value);
    input.close();
  });
  const outputs = distribute(input);
  let sum = 0;
  const readers = outputs.map((output) =>
    go(async () => {
      for await (const value of output) sum += value;
    }),
  );
  await Promise.all(readers);
  console.log(outputs.length, sum);
  const controller = new AbortController();
  const [first] = distribute(chan<number>(), controller.signal);
  controller.abort();
  console.log((await first?.next())?.done);
}
void main();
//> 4 190
//> true
