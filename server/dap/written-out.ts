import type { Writable } from "node:stream";

/** Resolves when all that was written so far is out, or nobody is there to read it any more. */
export function writtenOut(output: Writable): Promise<void> {
  return new Promise((resolve) => {
    output.write("", () => {
      resolve();
    });
  });
}
