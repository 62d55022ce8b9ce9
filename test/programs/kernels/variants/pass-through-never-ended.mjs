// A stream is read to its end, and nobody ends it.
// found: deadlock; by main; at data of PassThrough
import { PassThrough } from "node:stream";

const fixed = process.argv[2] === "fixed";

async function collect(stream) {
  let text = "";
  for await (const /*looped: collect*/ chunk of stream) text += chunk;
  return text;
}

async function main() {
  const stream = new PassThrough();
  stream.write("hello");
  setTimeout(() => (fixed ? stream.end() : stream.write("world")), 5);
  /*blocked: main*/ await collect(stream);
}

main();
