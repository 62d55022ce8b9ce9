/** Known bugs are found, with every blocked await exact; their mended versions say nothing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { blockedSites, sorted } from "./support/marks.js";
import { nodes } from "./support/nodes.js";
import { program, sluiceRun } from "./support/sluice.js";

interface Kernel {
  readonly program: string;
  /** Exit code of the command: 66, or the program's own 13 for an unsettled top-level await. */
  readonly code: 66 | 13;
  readonly message: string;
  readonly tasks: readonly string[];
  readonly primitives: readonly string[];
}

const KERNELS: readonly Kernel[] = [
  {
    program: "kernels/channel-deadlock.mjs",
    code: 66,
    message: "all tasks are asleep: main waits to send on jobs (2/2); worker ×3 wait to send on results",
    tasks: ["main", "worker", "worker", "worker"],
    primitives: ["jobs", "results"],
  },
  {
    program: "kernels/promise-deadlock.mjs",
    code: 66,
    message: "all tasks are asleep: outer waits for a promise that nothing known will settle",
    tasks: ["outer"],
    primitives: [],
  },
  {
    program: "kernels/mutual-await.mjs",
    code: 13,
    message:
      "all tasks are asleep: (main) waits for all of 2 tasks; alice waits for task bob; bob waits for task alice",
    tasks: ["(main)", "alice", "bob"],
    primitives: [],
  },
  {
    program: "kernels/mutex-relock.mjs",
    code: 13,
    message: "all tasks are asleep: (main) waits to lock accounts",
    tasks: ["(main)"],
    primitives: ["accounts"],
  },
  {
    program: "kernels/waitgroup-short.mjs",
    code: 66,
    message: "all tasks are asleep: main waits for wait group group",
    tasks: ["main"],
    primitives: ["group"],
  },
  {
    program: "kernels/select-deadlock.cjs",
    code: 66,
    message: "all tasks are asleep: main waits in a select on left, right",
    tasks: ["main"],
    primitives: ["left", "right"],
  },
  {
    program: "kernels/typed-deadlock.ts",
    code: 66,
    message: "all tasks are asleep: run waits to receive from jobs",
    tasks: ["run"],
    primitives: ["jobs"],
  },
];

const SOUND = [
  "kernels/channel-deadlock-fixed.mjs",
  "kernels/promise-deadlock-fixed.mjs",
  "behaviour/unreferenced-timer.mjs",
  "behaviour/order.mjs",
  "behaviour/server.mjs",
  "behaviour/race-loser.mjs",
];

for (const node of nodes) {
  describe(`deadlock on Node ${node.version}`, { concurrency: 2 }, () => {
    for (const kernel of KERNELS) {
      it(`finds ${kernel.program}`, async () => {
        const { code, stderr, report } = await sluiceRun(node.path, kernel.program);
        assert.equal(report.findings.length, 1, stderr);
        const [finding] = report.findings;
        assert.ok(finding);
        assert.equal(finding.kind, "deadlock");
        assert.equal(finding.certain, true);
        assert.equal(finding.message, kernel.message);
        const named = finding.tasks.map((id) => report.tasks.find((task) => task.id === id));
        assert.deepEqual(named.map((task) => task?.name).sort(), [...kernel.tasks].sort());
        const primitives = finding.primitives.map(
          (id) => report.primitives.find((one) => one.id === id)?.name,
        );
        assert.deepEqual(primitives.sort(), kernel.primitives);
        const frames = new Map(
          named.flatMap((task) => task?.stack ?? []).map((site) => [JSON.stringify(site), site]),
        );
        assert.deepEqual(sorted([...frames.values()]), sorted(blockedSites(program(kernel.program))));
        assert.match(stderr, /^fatal: all tasks are asleep - deadlock!$/m);
        assert.ok(stderr.includes(kernel.message));
        for (const site of frames.values())
          assert.ok(stderr.includes(`${site.file}:${site.line}:${site.column}`));
        assert.equal(code, kernel.code);
      });
    }

    for (const sound of SOUND) {
      it(`says nothing about ${sound}`, async () => {
        const { code, stderr, report } = await sluiceRun(node.path, sound);
        assert.deepEqual(report.findings, []);
        assert.equal(stderr, "");
        assert.equal(code, 0);
        assert.equal(report.complete, true);
      });
    }
  });
}
