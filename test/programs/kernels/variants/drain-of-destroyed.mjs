// Waits for room in a stream that has been destroyed meanwhile.
// found: deadlock; by main; at room in Writable
import { Writable } from "node:stream";

const fixed = process.argv[2] === "fixed";

async function writeAll(stream, lines) {
  for (const line of lines) {
    if (stream.write(line)) continue;
    if (fixed && stream.destroyed) return;
    /*blocked: writeAll*/ await new Promise((resolve) => stream.once("drain", resolve));
  }
}

async function main() {
  const stream = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => setTimeout(done, 3) });
  stream.on("error", () => {});
  stream.destroy(new Error("gone"));
  await new Promise((resolve) => setTimeout(resolve, 3));
  /*blocked: main*/ await writeAll(stream, ["a", "b"]);
}

main();
