/**
 * A reporter for node:test that tells failures in full and everything else by number. Its very last line is JSON
 * for `scripts/test.mjs`, on a line of its own that begins with {@link SUMMARY_MARK}.
 */
import { relative } from "node:path";
import { inspect } from "node:util";

export const SUMMARY_MARK = "##summary ";

/** @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* report(events) {
  let passed = 0;
  let skipped = 0;
  const failed = [];
  for await (const { type, data } of events) {
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    if (data.details?.type === "suite") continue;
    if (type === "test:pass") {
      if (data.skip !== undefined) skipped++;
      else passed++;
    }
    // A file or a suite that failed because a test in it did is told by that test.
    if (type !== "test:fail" || data.details.error?.failureType === "subtestsFailed") continue;
    failed.push({ name: data.name, file: data.file ?? "" });
    yield `\nFAILED ${relative(process.cwd(), data.file ?? "")}: ${data.name}\n${reasonOf(data.details.error)}\n`;
  }
  yield `\n${SUMMARY_MARK}${JSON.stringify({ passed, skipped, failed })}\n`;
}

/** @param {Error & { cause?: unknown }} error */
function reasonOf(error) {
  const reason = error?.cause ?? error;
  return typeof reason === "string" ? reason : inspect(reason, { depth: 4 });
}
