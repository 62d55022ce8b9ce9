import { chan, go } from "sluice";

/* gopipe */

async function drain<T>(channel: AsyncIterable<T>): Promise<string> {
  const values: T[] = [];
  for await (const value of channel) values.push(value);
  return values.join(" ");
}

async function main() {
  const words = chan<string>();
  go(async () => {
    for (const word of ["a", "bb", "ccc"]) await words.send(word);
    words.close();
  });
  console.log("all:", await drain(stage(words)));

  const endless = chan<string>(10);
  const controller = new AbortController();
  for (const word of ["a", "bb"]) await endless.send(word);
  setTimeout(() => controller.abort(), 20);
  console.log("cancelled:", await drain(stage(endless, controller.signal)));
}
void main();
//> all: 1 2 3
//> cancelled: 1 2
