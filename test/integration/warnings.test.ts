/** Dangers, told as not certain and without failing the command; and what the user silenced. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { blockedSites, sorted } from "./support/marks.js";
import { nodes } from "./support/nodes.js";
import { program, sluice, sluiceRun } from "./support/sluice.js";

interface Warning {
  readonly program: string;
  readonly kind: string;
  readonly message: RegExp;
  readonly tasks: readonly string[];
  readonly primitives: readonly string[];
  readonly code: number;
}

const WARNINGS: readonly Warning[] = [
  {
    program: "warnings/lock-across-wait.mjs",
    kind: "lock-across-wait",
    message: /^refresh held cache while it waited \d+ s to receive from news; 2 tasks queued behind$/,
    tasks: ["refresh"],
    primitives: ["cache", "news"],
    code: 0,
  },
  {
    program: "warnings/lost-cancel.mjs",
    kind: "lost-cancel",
    message: /^the work of request is over, and its cancel was never called \(×4, same sites\)$/,
    tasks: [],
    primitives: ["request", "request", "request", "request"],
    code: 0,
  },
  {
    program: "warnings/stalled-loop.mjs",
    kind: "stalled-loop",
    message: /^the event loop did not turn for \d+ s; parse ran after .*stalled-loop\.mjs:5:/,
    tasks: ["parse"],
    primitives: [],
    code: 0,
  },
  {
    program: "warnings/exit-after-drain.mjs",
    kind: "deadlock",
    message: /^all tasks are asleep: waitForNews waits for a promise that nothing known will settle$/,
    tasks: ["waitForNews"],
    primitives: [],
    code: 66,
  },
];

for (const node of nodes) {
  describe(`warnings on Node ${node.version}`, { concurrency: 2 }, () => {
    for (const warning of WARNINGS) {
      it(`tells ${warning.program}`, async () => {
        const { code, report } = await sluiceRun(node.path, warning.program);
        const [finding, ...others] = report.findings;
        assert.deepEqual(others, []);
        assert.equal(finding?.kind, warning.kind);
        assert.equal(finding.certain, false);
        assert.match(finding.message, warning.message);
        const names = finding.tasks.map((id) => report.tasks.find((task) => task.id === id)?.name);
        assert.deepEqual(names, warning.tasks);
        const primitives = finding.primitives.map(
          (id) => report.primitives.find((one) => one.id === id)?.name,
        );
        assert.deepEqual(primitives, warning.primitives);
        const marks = blockedSites(program(warning.program));
        if (marks.length > 0) assert.deepEqual(sorted(finding.sites), sorted(marks));
        assert.equal(code, warning.code);
      });
    }

    it("tells warnings/unbounded.mjs", async () => {
      const { code, report } = await sluiceRun(node.path, "warnings/unbounded.mjs");
      assert.deepEqual(
        report.findings.map(({ kind }) => kind),
        ["unbounded"],
      );
      const [finding] = report.findings;
      assert.match(finding?.message ?? "", /^poll was started [\d,]+ times at .*unbounded\.mjs:8:/);
      assert.equal(finding?.sites[0]?.line, 8);
      assert.equal(code, 0);
    });
  });
}

describe("silence", () => {
  const node = nodes[0]?.path ?? process.execPath;

  it("takes a finding from the report and from the exit code, and tells of what silenced nothing", async () => {
    const { code, stderr, report } = await sluiceRun(node, "warnings/silenced.mjs");
    assert.equal(code, 66);
    assert.match(report.findings[0]?.message ?? "", /^leaked: unknown waits to receive from others/);
    assert.equal(report.findings.length, 1);
    assert.deepEqual(
      report.silenced?.map(({ message, reason }) => [message.split(";")[0], reason]),
      [["leaked: known waits to receive from values", "lives as long as the program"]],
    );
    assert.match(stderr, /silenced\.mjs:18: sluice-ignore deadlock silenced nothing/);
  });

  it("takes a list on the command line", async () => {
    const { code, stderr, report } = await sluiceRun(node, "warnings/silenced.mjs", [
      "--ignore",
      "leak:warnings/*.mjs",
      "--ignore",
      "*:nowhere/**",
    ]);
    assert.equal(code, 0);
    assert.deepEqual(report.findings, []);
    assert.equal(report.silenced?.length, 2);
    assert.match(stderr, /--ignore \*:nowhere\/\*\* silenced nothing/);
  });

  it("refuses a kind that there is none of", async () => {
    const { code, stderr } = await sluice("run", "--ignore", "leek:x", program("warnings/silenced.mjs"));
    assert.equal(code, 64);
    assert.match(stderr, /^sluice run: --ignore leek:x: give <kind>:<glob of files>/);
  });
});
