import { chan, go } from "sluice";

/* gopipe */

async function drain<T>(channel: AsyncIterable<T>, second?: () => void): Promise<string> {
  const values: T[] = [];
  for await (const value of channel) {
    values.push(value);
    if (values.length === 2) second?.();
  }
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
  const stop = () => controller.abort();
  console.log("cancelled:", await drain(stage(endless, controller.signal), stop));
}
void main();
//> all: 1 2 3
//> cancelled: 1 2
