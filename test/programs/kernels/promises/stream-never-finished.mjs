// A stream is waited for to finish, and nobody ends it.
// found: deadlock; by main; at the end of Writable
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";

const fixed = process.argv[2] === "fixed";

async function save(lines) {
  const sink = new Writable({ write: (chunk, encoding, done) => done() });
  for (const line of lines) sink.write(line);
  if (fixed) sink.end();
  /*blocked: save*/ await finished(sink);
}

async function main() {
  /*blocked: main*/ await save(["first", "second"]);
}

main();
