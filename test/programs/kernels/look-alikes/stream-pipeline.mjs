// A slow consumer keeps a pipeline at its high-water mark.
import { Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

async function* source() {
  for (let i = 0; i < 20; i++) yield Buffer.alloc(1000, i);
}

await pipeline(
  Readable.from(source()),
  new Transform({ transform: (chunk, _encoding, done) => setTimeout(done, 2, null, chunk) }),
  new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => setTimeout(done, 5) }),
);
