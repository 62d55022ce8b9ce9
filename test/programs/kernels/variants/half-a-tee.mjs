// Only one of the two outputs of a tee is read.
// found: deadlock; by main, produce, tee; at source, tee
import { chan, go, tee } from "sluice";

const fixed = process.argv[2] === "fixed";

async function produce(source) {
  for (let i = 0; i < 3; i++) /*blocked: produce*/ await source.send(i);
  source.close();
}

async function main() {
  const source = chan(0, "source");
  const [left, right] = tee(source);
  go(produce, source);
  if (fixed) go(async () => { for await (const value of right) void value; });
  for await (const /*looped: main*/ value of left) void value;
}

main();
