import { chan, go } from "sluice";

/* gofanin */

function source(...values: number[]) {
  const output = chan<number>();
  go(async () => {
    for (const value of values) await output.send(value);
    output.close();
  });
  return output;
}

async function main() {
  const values: number[] = [];
  for await (const value of merge([source(1, 2), source(3), source()])) values.push(value);
  console.log(values.sort().join(" "));
  const controller = new AbortController();
  const silent = chan<number>();
  const merged = merge([silent, silent], controller.signal);
  controller.abort();
  console.log((await merged.next()).done);
}
void main();
//> 1 2 3
//> true
