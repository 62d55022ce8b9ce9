import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  comparableLines,
  compare,
  counted,
  isSame,
  passedInReport,
  passedInTap,
} from "../transparency/outcome.mjs";

const runs = (...lists: string[][]) => lists.map((facts) => counted(facts));

describe("what test suites came to, compared", () => {
  it("reads the tests that passed", () => {
    assert.deepEqual(passedInTap("TAP version 13\nok 1 sends\nnot ok 2 hangs\nok 3 sends\n"), [
      "sends",
      "sends",
    ]);
    const lines = [
      { passed: true, name: "a > b" },
      { passed: false, name: "a" },
    ];
    assert.deepEqual(passedInReport(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), ["a > b"]);
  });

  it("leaves out of the output what differs anyway", () => {
    const line = "  (node:812) listens on 127.0.0.1:40123 after 3.25 ms\n\n";
    assert.deepEqual(comparableLines(line), ["(node:#) listens on #.#:# after # ms"]);
  });

  it("tells what is missing, what is more, and counts", () => {
    const difference = compare(runs(["a", "a", "b"]), runs(["a", "c"]));
    assert.deepEqual(difference, { lost: ["a", "b"], gained: ["c"], flaky: [] });
    assert.equal(isSame(difference), false);
  });

  it("takes for flaky what differs without the tracer as well, and what is there again in another run", () => {
    assert.deepEqual(compare(runs(["a", "b"], ["a"]), runs(["a"], ["a"])).flaky, ["b"]);
    const difference = compare(runs(["a"], ["a"]), runs([], ["a"]));
    assert.deepEqual(difference, { lost: [], gained: [], flaky: ["a"] });
    assert.equal(isSame(difference), true);
  });
});
