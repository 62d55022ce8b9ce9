/** A pipeline of four stages; the third takes ten times as long as the others. Goes on until it is ended, or `n` items. */
import { chan, go, sleep } from "sluice";

const items = Number(process.argv[2] ?? Infinity);
const read = chan(4, "read");
const parsed = chan(4, "parsed");
const resized = chan(4, "resized");

go(async function fetchPages() {
  for (let i = 0; i < items; i++) {
    await sleep(2);
    await read.send(i);
  }
  read.close();
});

go(async function parse() {
  for await (const page of read) {
    await sleep(4);
    await parsed.send(page);
  }
  parsed.close();
});

go(async function resize() {
  for await (const page of parsed) {
    await sleep(40);
    await resized.send(page);
  }
  resized.close();
});

await go(async function store() {
  for await (const _ of resized) await sleep(2);
});
