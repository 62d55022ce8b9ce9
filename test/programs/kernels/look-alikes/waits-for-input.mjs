// A task that waits for a line that comes late.
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";

const input = new PassThrough();
setTimeout(() => input.end("hello\n"), 300);
for await (const line of createInterface({ input })) console.log(line);
