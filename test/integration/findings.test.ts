/** Known bugs are found, with every blocked await exact; their mended versions and correct look-alikes say nothing. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findingsOf } from "../../server/detect/detectors.js";
import type { Finding, FindingKind } from "../../server/detect/finding.js";
import { Follower } from "../../server/session/follower.js";
import { blockedSites, sorted } from "./support/marks.js";
import { nodes } from "./support/nodes.js";
import { preload, program, sluiceRun } from "./support/sluice.js";

interface Kernel {
  readonly program: string;
  readonly kind?: FindingKind;
  /** Exit code of the command when it is not 66: the program's own 13 for an unsettled top-level await, ... */
  readonly code?: number;
  readonly options?: readonly string[];
  readonly message: string | RegExp;
  readonly tasks: readonly string[];
  readonly primitives: readonly string[];
}

const KERNELS: readonly Kernel[] = [
  {
    program: "kernels/channel-deadlock.mjs",
    message: "all tasks are asleep: main waits to send on jobs (2/2); worker ×3 wait to send on results",
    tasks: ["main", "worker", "worker", "worker"],
    primitives: ["jobs", "results"],
  },
  {
    program: "kernels/promise-deadlock.mjs",
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
    program: "kernels/waitgroup-short.mjs",
    message: "all tasks are asleep: main waits for wait group group",
    tasks: ["main"],
    primitives: ["group"],
  },
  {
    program: "kernels/select-deadlock.cjs",
    message: "all tasks are asleep: main waits in a select on left, right",
    tasks: ["main"],
    primitives: ["left", "right"],
  },
  {
    program: "kernels/typed-deadlock.ts",
    message: "all tasks are asleep: run waits to receive from jobs",
    tasks: ["run"],
    primitives: ["jobs"],
  },
  {
    program: "kernels/mutex-relock.mjs",
    kind: "lock-cycle",
    code: 13,
    message: "(main) holds accounts and waits for it again",
    tasks: ["(main)"],
    primitives: ["accounts"],
  },
  {
    program: "kernels/lock-ring.mjs",
    kind: "lock-cycle",
    message:
      "transfer holds accounts and waits for ledger; audit holds ledger and waits for accounts; 1 task queues behind",
    tasks: ["audit", "transfer"],
    primitives: ["accounts", "ledger"],
  },
  {
    program: "kernels/hot-channel.mjs",
    message: "all tasks are asleep: main waits to receive from results; worker waits to receive from jobs",
    tasks: ["main", "worker"],
    primitives: ["jobs", "results"],
  },
  {
    program: "kernels/hot-workers.mjs",
    kind: "leak",
    message: "leaked: worker ×2,000 wait to receive from jobs; their code after the await never runs",
    tasks: Array.from({ length: 2_000 }, () => "worker"),
    primitives: ["jobs"],
  },
  {
    program: "kernels/hot-ring.mjs",
    kind: "lock-cycle",
    // Either may have begun to wait first.
    message:
      /^transfer holds (accounts|ledger) and waits for (?!\1)\w+; transfer holds (?!\1)\w+ and waits for \1$/,
    tasks: ["transfer", "transfer"],
    primitives: ["accounts", "ledger"],
  },
  {
    program: "kernels/forgotten-receiver.mjs",
    kind: "leak",
    message: "leaked: fetchAnswer ×2 wait to send on answer; their code after the await never runs",
    tasks: ["fetchAnswer", "fetchAnswer"],
    primitives: ["answer"],
  },
  {
    program: "kernels/unlock-forgotten.mjs",
    kind: "leak",
    message: "leaked: refresh waits to lock cache; its code after the await never runs",
    tasks: ["refresh"],
    primitives: ["cache"],
  },
  {
    program: "kernels/leak-while-serving.mjs",
    kind: "leak",
    options: ["--leaks"],
    // What the last request left may be held by the engine for a while: proofs are for what is collected.
    message: /^leaked: notify (×\d )?waits? to send on done; (its|their) code after the await never runs$/,
    tasks: ["notify"],
    primitives: ["done"],
  },
  {
    program: "kernels/lost-resolver.mjs",
    options: ["--leaks"],
    message: "the main flow can never go on: main waits for a promise that nothing known will settle",
    tasks: ["main"],
    primitives: [],
  },
];

/** Findings that are not about waiting: their sites are not marked in the program. */
const OTHERS: readonly { program: string; kind: FindingKind; code: number; message: RegExp; line: number }[] =
  [
    {
      program: "kernels/send-on-closed.mjs",
      kind: "panic",
      code: 1,
      message: /^send on closed channel "events" \(ERR_SLUICE_SEND_ON_CLOSED\)$/,
      line: 8,
    },
    {
      program: "kernels/both-orders.mjs",
      kind: "lock-order",
      code: 0,
      message: /^\(main\) takes b while it holds a at .*; backwards takes a while it holds b at /,
      line: 8,
    },
  ];

const SOUND = [
  "kernels/channel-deadlock-fixed.mjs",
  "kernels/promise-deadlock-fixed.mjs",
  "kernels/lock-ring-fixed.mjs",
  "kernels/forgotten-receiver-fixed.mjs",
  "kernels/both-orders-gated.mjs",
  "behaviour/unreferenced-timer.mjs",
  "behaviour/unreferenced-listeners.mjs",
  "behaviour/order.mjs",
  "behaviour/server.mjs",
  "behaviour/race-loser.mjs",
];

/** Starts a program that would run for a minute, and ends it as soon as there is a finding. */
async function findingsWhileRunning(node: string, name: string, more: NodeJS.ProcessEnv): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-live-"));
  const recording = join(folder, "live.sluice");
  const env = { ...process.env, ...more, SLUICE_RECORDING: recording };
  const child = spawn(node, ["--require", preload, program(name), "60000"], { env, stdio: "ignore" });
  const follower = new Follower(recording);
  try {
    return await new Promise<Finding[]>((found, failed) => {
      child.once("exit", () => failed(new Error("the program ended without a finding")));
      follower.start(() => {
        const findings = findingsOf(follower.model);
        if (findings.length > 0) found(findings);
      });
    });
  } finally {
    child.removeAllListeners("exit").kill("SIGKILL");
    await follower.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

for (const node of nodes) {
  describe(`findings on Node ${node.version}`, { concurrency: 2 }, () => {
    for (const kernel of KERNELS) {
      it(`finds ${kernel.program}`, async () => {
        const { code, stderr, report } = await sluiceRun(node.path, kernel.program, kernel.options);
        assert.equal(report.findings.length, 1, stderr);
        const [finding] = report.findings;
        assert.ok(finding);
        assert.equal(finding.kind, kernel.kind ?? "deadlock");
        assert.equal(finding.certain, true);
        if (typeof kernel.message === "string") assert.equal(finding.message, kernel.message);
        else assert.match(finding.message, kernel.message);
        const named = finding.tasks.map((id) => report.tasks.find((task) => task.id === id));
        const names = named.map((task) => task?.name).sort();
        if (kernel.tasks.length === 1) assert.deepEqual([...new Set(names)], kernel.tasks);
        else assert.deepEqual(names, [...kernel.tasks].sort());
        const primitives = finding.primitives.map(
          (id) => report.primitives.find((one) => one.id === id)?.name,
        );
        assert.deepEqual([...new Set(primitives)].sort(), kernel.primitives);
        const frames = new Map(
          named.flatMap((task) => task?.stack ?? []).map((site) => [JSON.stringify(site), site]),
        );
        assert.deepEqual(sorted([...frames.values()]), sorted(blockedSites(program(kernel.program))));
        assert.ok(stderr.includes(finding.message));
        assert.match(stderr, /^fatal: .*(deadlock|leak)!$/m);
        for (const { file, line, column } of frames.values())
          assert.ok(stderr.includes(`${file}:${line}:${column}`));
        assert.equal(code, kernel.code ?? 66);
      });
    }

    for (const other of OTHERS) {
      it(`finds ${other.program}`, async () => {
        const { code, report } = await sluiceRun(node.path, other.program);
        assert.deepEqual(
          report.findings.map(({ kind }) => kind),
          [other.kind],
        );
        const [finding] = report.findings;
        assert.match(finding?.message ?? "", other.message);
        assert.equal(finding?.sites[0]?.file, program(other.program));
        assert.equal(finding.sites[0].line, other.line);
        assert.equal(code, other.code);
      });
    }

    it("tells a lock ring and a proved deadlock while the program goes on", async () => {
      const ring = await findingsWhileRunning(node.path, "kernels/lock-ring.mjs", {});
      assert.deepEqual(
        ring.map(({ kind }) => kind),
        ["lock-cycle"],
      );
      const stuck = await findingsWhileRunning(node.path, "kernels/lost-resolver.mjs", { SLUICE_LEAKS: "1" });
      assert.deepEqual(
        stuck.map(({ kind }) => kind),
        ["deadlock"],
      );
    });

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
