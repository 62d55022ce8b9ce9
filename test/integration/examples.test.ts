/** The examples under the tracer: nothing is found in them, but in the one that hangs; the one that races is linted. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { nodes } from "./support/nodes.js";
import { program, sluice, sluiceRun } from "./support/sluice.js";

const HANGS = "two-senders-deadlock.mjs";
const RACES = "counter-race.mjs";

const examples = readdirSync(program("examples"));

for (const { version, path } of nodes) {
  describe(`examples on Node ${version}`, { concurrency: 2 }, () => {
    for (const name of examples.filter((one) => one !== HANGS)) {
      it(`nothing is found in ${name}`, async () => {
        const { code, report } = await sluiceRun(path, `examples/${name}`);
        assert.equal(code, 0);
        assert.deepEqual(report.findings, []);
      });
    }

    it(`${HANGS} is found, with both senders and their channels`, async () => {
      const { report } = await sluiceRun(path, `examples/${HANGS}`);
      assert.deepEqual(
        report.findings.map(({ kind, certain }) => ({ kind, certain })),
        [{ kind: "deadlock", certain: true }],
      );
      const [finding] = report.findings;
      assert.match(finding?.message ?? "", /first waits to send on left; second waits to send on right/);
    });
  });
}

describe("sluice lint of the examples", () => {
  it(`tells the race of ${RACES}, and nothing else`, async () => {
    const { code, stdout } = await sluice("lint", "--format", "json", program("examples"));
    assert.equal(code, 0);
    const { problems } = JSON.parse(stdout) as { problems: { file: string; code: string }[] };
    assert.deepEqual(
      problems.map((problem) => problem.code),
      ["promise/stale-write"],
    );
    assert.ok(problems[0]?.file.endsWith(RACES));
  });
});
