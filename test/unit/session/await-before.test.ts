/** The `await` of a place inside of its operand. `§` marks the place, `¶` the expected await. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awaitBefore } from "../../../server/session/await-before.js";

const CASES = [
  "¶await jobs.§send(1);",
  "const x = 1 + (¶await shared.of.§value);",
  "¶await (async () => { await never(); })§();",
  "f(await first(), ¶await second.§run());",
  "¶await Promise.§all([await a(), b({ c: [1, 2] })]);",
  "¶await cond\n  .then(() => 1)\n  .§catch(() => 2);",
  "¶await x",
  "if (ready) { await other(); } ¶await f§(g());",
  "return ¶await §call();",
  "myawait.§send();",
  "await before(); { §value; }",
  "const awaited = §value;",
];

function positionOf(text: string, mark: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(mark)).replace(/[§¶]/g, "").split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe("awaitBefore", () => {
  for (const marked of CASES) {
    it(JSON.stringify(marked), () => {
      const from = positionOf(marked, marked.includes("§") ? "§" : "¶");
      const expected = marked.includes("¶") ? positionOf(marked, "¶") : from;
      assert.deepEqual(awaitBefore(marked.replace(/[§¶]/g, ""), from), expected);
    });
  }
});
