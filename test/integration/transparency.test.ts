/** A program behaves the same with and without the tracer. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nodes } from "./support/nodes.js";
import { command, execute, preload, program, type Outcome } from "./support/sluice.js";

const PROGRAMS = [
  "behaviour/order.mjs",
  "behaviour/looks-at-itself.cjs",
  "behaviour/unhandled.mjs",
  "behaviour/unsettled.mjs",
  "behaviour/throws-at-once.mjs",
  "behaviour/server.mjs",
  "behaviour/unreferenced-timer.mjs",
  "behaviour/looks-at-process.cjs",
  "behaviour/throws-what-speaks.cjs",
  "behaviour/own-then.cjs",
  "behaviour/callback-stacks.cjs",
  "behaviour/package-stack.cjs",
  "behaviour/odd-timers.cjs",
  "behaviour/watches-promises.cjs",
  "kernels/channel-deadlock-fixed.mjs",
];

/** What `sluice run` adds after the program is over is its own; what the program printed comes before. */
function programsOwn(outcome: Outcome): Outcome {
  const [stderr = ""] = outcome.stderr.split(/^fatal: |^sluice: /m);
  return { ...outcome, stderr };
}

for (const node of nodes) {
  describe(`transparency on Node ${node.version}`, { concurrency: 2 }, () => {
    for (const name of PROGRAMS) {
      it(name, async () => {
        const plain = await execute(node.path, [program(name), "one", "two words"]);
        const run = await execute(process.execPath, [
          command,
          ...["run", "--node", node.path, "--fail-on", "", program(name), "one", "two words"],
        ]);
        assert.deepEqual(programsOwn(run), plain, "sluice run");
        const required = await execute(node.path, ["--require", preload, program(name), "one", "two words"]);
        // Only the option itself is there to be seen.
        const stdout = required.stdout.replace(/\[\s*'--require',\s*'[^']*'\s*\]/, "[]");
        assert.deepEqual({ ...required, stdout }, plain, "--require");
      });
    }

    it("keeps the user's own NODE_OPTIONS", async () => {
      const env = { ...process.env, NODE_OPTIONS: "--stack-trace-limit=3 --no-warnings" };
      const outcome = await execute(
        process.execPath,
        [command, "run", "--node", node.path, program("behaviour/print-options.cjs")],
        env,
      );
      assert.equal(outcome.stdout, "--stack-trace-limit=3 --no-warnings 3\n");
    });
  });
}
