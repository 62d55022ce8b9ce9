import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { goFacts } from "./go-facts.js";

describe("the table of Go's facts", () => {
  it("names tests that exist", () => {
    const missing = goFacts.flatMap(({ behaviour, test: [file, title] }) => {
      const path = join(import.meta.dirname, file.replace("types.check.test", "types.check"));
      const found = existsSync(path) && holds(readFileSync(path, "utf8"), title);
      return found ? [] : [`${behaviour}: ${file}, ${title}`];
    });
    assert.deepEqual(missing, []);
  });

  it("says where Go says it, and each fact once", () => {
    assert.ok(goFacts.every(({ source }) => source.length > 0));
    assert.equal(new Set(goFacts.map(({ behaviour }) => behaviour)).size, goFacts.length);
  });
});

/** Whether a test of this title stands in the text; what the type checker holds has a function instead. */
function holds(text: string, title: string): boolean {
  if (title.startsWith("export function")) return text.includes(title);
  return [`it("${title}"`, `it(\`${title}\``].some((opening) => text.includes(opening));
}
