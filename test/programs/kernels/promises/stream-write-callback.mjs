// A transform keeps its callback to itself, so the pipeline stands still.
// found: deadlock; by (anonymous), main; at data of Transform, the end of pipeline Readable to Transform to a function
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

const fixed = process.argv[2] === "fixed";

async function main() {
  const upper = new Transform({
    transform(chunk, encoding, done) {
      if (fixed || String(chunk) !== "b") done(null, String(chunk).toUpperCase());
    },
  });
  const text = [];
  /*blocked: main*/ await pipeline(Readable.from(["a", "b", "c"]), upper, async (source) => {
    for await (const /*looped: (anonymous)*/ chunk of source) text.push(String(chunk));
  });
}

main();
