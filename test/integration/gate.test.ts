/** `sluice/test` under a real runner: each test answers for the tasks that it started, and for no others. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nodes } from "./support/nodes.js";
import { execute, program } from "./support/sluice.js";

/** The tests of a TAP report by name: what went wrong, or "" where nothing did. */
function resultsOf(tap: string): Map<string, string> {
  const results = new Map<string, string>();
  const tests = tap.split(/^(?= *(?:not )?ok \d+ - )/m).slice(1);
  for (const text of tests) {
    const [, not = "", name = ""] = /^ *(not )?ok \d+ - (.*)$/m.exec(text) ?? [];
    results.set(name.trim(), not === "" ? "" : text);
  }
  return results;
}

/** As a user runs it, and not as the child of the runner that runs these tests. */
const env = { ...process.env };
delete env["NODE_TEST_CONTEXT"];

for (const node of nodes) {
  describe(`sluice/test on Node ${node.version}`, () => {
    it("charges each task to its test, also side by side", async () => {
      const file = program("gate/node-test.mjs");
      const { stdout } = await execute(node.path, ["--test-reporter=tap", file], env);
      const results = resultsOf(stdout);
      const reader = results.get("leaves a reader") ?? "";
      assert.match(reader, /leaves a reader left a task behind:/);
      // The runner of some versions has promise hooks of its own, and V8 is not asked then: told is `await`, not `value`.
      const places = new RegExp(`at ${file}:11:(7|20), started at ${file}:21:5`);
      assert.match(reader, /feed waiting to receive from values at /);
      assert.match(reader, places);
      assert.match(results.get("fails of itself") ?? "", /its own/);
      for (const name of ["closes its channel", "leaves what is allowed", "by callback"]) {
        assert.equal(results.get(name), "", name);
      }
    });

    it("does not let a file believe in a gate that is none", async () => {
      const { code, stdout } = await execute(
        node.path,
        ["--test-reporter=tap", program("gate/past-the-gate.mjs")],
        env,
      );
      assert.notEqual(code, 0);
      assert.match(stdout, /expectNoLeaks\(\): no test came past it/);
    });
  });
}
