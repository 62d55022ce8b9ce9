/** Workers and child processes: told as one tree, and left as they are. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { reportOf, type Report } from "../../server/cli/report.js";
import { findingsOf } from "../../server/detect/detectors.js";
import { Follower } from "../../server/session/follower.js";
import { blockedSites } from "./support/marks.js";
import { nodes } from "./support/nodes.js";
import { ownRecordings } from "./support/recordings.js";
import { command, execute, preload, program, sluice, sluiceRun } from "./support/sluice.js";
import { isRunning } from "../../server/session/running.js";

/** Every task as "where name: state", in the report's words. */
function told({ tasks, units, primitives }: Report): string[] {
  return tasks.map(({ name, wait, unit }) => {
    const where = units.find(({ id }) => id === unit)?.kind ?? "main";
    const at = primitives.find(({ id }) => id === wait?.primitive)?.kind ?? "";
    return `${where} ${name}: ${wait?.op ?? "running"} ${at}`.trim();
  });
}

for (const node of nodes) {
  describe(`workers and child processes on Node ${node.version}`, { concurrency: 2 }, () => {
    it("see what they would see without the tracer, however they are started", async () => {
      const name = program("units/spawns.mjs");
      const plain = await execute(node.path, [name]);
      assert.equal(plain.stderr, "");
      const traced = await execute(process.execPath, [command, "run", "--node", node.path, name]);
      assert.deepEqual(traced, plain, "sluice run");
      const required = await execute(node.path, ["--require", preload, name]);
      const stdout = required.stdout.replaceAll(`"--require",${JSON.stringify(preload)}`, "");
      assert.deepEqual({ ...required, stdout }, plain, "--require");
    });

    it("are in one report, with who waits for whom", async () => {
      const expected = [
        "main (main): all",
        "main hearWorker: message worker",
        "main outliveChild: child process",
        "process (main): message parent",
        "worker (main): message parent",
      ];
      const report = await reportWhen(node.path, "units/waits-for-all.mjs", (now) =>
        isDeepStrictEqual(told(now).sort(), expected),
      );
      assert.deepEqual(report.findings, []);
      const ids = report.tasks.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, "ids are unique in one report");
      assert.deepEqual(report.units.map(({ kind, parent }) => `${kind} ${parent}`).sort(), [
        "process 0",
        "worker 0",
      ]);
    });

    it("have findings of their own: a drained worker is not the drained program", async () => {
      const outcome = await sluiceRun(node.path, "units/worker-deadlock.mjs");
      assert.equal(outcome.stdout, "the worker ended with 13\n");
      assert.equal(outcome.code, 66);
      const [finding, ...rest] = outcome.report.findings;
      assert.deepEqual(rest, []);
      assert.equal(finding?.kind, "deadlock");
      assert.match(finding.message, /^worker 1 \(worker-deadlock\.mjs\): all tasks are asleep/);
      assert.deepEqual(finding.sites, blockedSites(program("units/worker-deadlock.mjs")));
      assert.match(
        outcome.stderr,
        /^fatal: in worker 1 \(worker-deadlock\.mjs\): all tasks are asleep - deadlock!$/m,
      );
    });

    it("have findings of their own: locks of a child process", async () => {
      const { report, stdout } = await sluiceRun(node.path, "units/child-lock-cycle.mjs");
      assert.equal(stdout, "the child ended with 0\n");
      assert.deepEqual(
        report.findings.map(({ kind, unit }) => `${kind} ${unit}`),
        [`lock-cycle ${report.units[0]?.id}`],
      );
      assert.match(
        report.findings[0]?.message ?? "",
        /^child process \d+ \(child-lock-cycle\.mjs\): A holds accounts/,
      );
    });

    it("of a cluster serve as they would", async () => {
      const { stdout, report, code } = await sluiceRun(node.path, "units/clustered.mjs");
      assert.equal(stdout, "true 0 \ntrue 0 \n0 0\n");
      assert.equal(code, 0);
      assert.deepEqual(report.findings, []);
    });

    it("of the test runner run as they would", async () => {
      const name = program("units/runs-tests.mjs");
      const plain = await execute(node.path, [name]);
      const traced = await execute(process.execPath, [command, "run", "--node", node.path, name]);
      assert.match(plain.stdout, /"execArgv":\[/);
      assert.deepEqual(traced, plain);
    });

    it("keep nothing of theirs behind, also where nobody follows", async () => {
      const child = spawn(node.path, ["--require", preload, program("units/spawns.mjs")], {
        stdio: "ignore",
      });
      await once(child, "exit");
      assert.deepEqual(await ownRecordings(child.pid ?? 0), []);
    });
  });
}

describe("a kept recording", () => {
  it("holds the workers and child processes as well", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
    try {
      const file = join(folder, "kept.sluice");
      const { report } = await sluiceRun(process.execPath, "units/worker-deadlock.mjs", ["--record", file]);
      const again = await sluice("report", file);
      assert.equal(again.code, 0, again.stderr);
      const { findings, tasks, units } = JSON.parse(again.stdout) as Report;
      assert.deepEqual(findings, report.findings);
      assert.deepEqual(units, report.units);
      assert.deepEqual(
        tasks.map(({ id }) => id),
        report.tasks.map(({ id }) => id),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("a child process that outlives its parent", () => {
  it("runs on when the run is over and its recording is gone", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
    const file = join(folder, "pid");
    try {
      const outcome = await sluice("run", program("units/outlives.mjs"), file);
      assert.deepEqual(outcome, { code: 0, signal: null, stdout: "", stderr: "" });
      const pid = Number(await readFile(file, "utf8"));
      assert.ok(isRunning(pid), "it runs on");
      await rm(file);
      while (isRunning(pid)) await delay(20);
      assert.ok(!existsSync(file));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("sluice ps", () => {
  it("lists workers and child processes", async () => {
    const child = spawn(process.execPath, ["--require", preload, program("units/waits-for-all.mjs")], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    await once(child.stdout, "data");
    const lines = async (): Promise<string[]> =>
      (await sluice("ps")).stdout.split("\n").filter((line) => line.includes("waits-for-all"));
    while ((await lines()).length < 3) await delay(50);
    const own = (await lines()).filter((line) => line.startsWith(`${child.pid}\t`));
    assert.deepEqual(own, [
      `${child.pid}\t${program("units/waits-for-all.mjs")}`,
      `${child.pid}\tworker 1: ${program("units/waits-for-all.mjs")}`,
    ]);
    child.stdin.end("end\n");
    await once(child, "exit");
  });
});

/** Follows a program that goes on until it is told to end, until its report is as it should be. */
async function reportWhen(node: string, name: string, isThere: (report: Report) => boolean): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
  const recording = join(folder, "live.sluice");
  const env = { ...process.env, SLUICE_RECORDING: recording };
  const child = spawn(node, ["--require", preload, program(name)], {
    env,
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  const follower = new Follower(recording);
  try {
    const ending = { exitCode: null, signal: null, durationMs: 0, endedAtMs: null };
    const report = await new Promise<Report>((there) => {
      follower.start(() => {
        const now = reportOf(follower.model, { findings: findingsOf(follower.model) }, ending);
        if (isThere(now)) there(now);
      });
    });
    child.stdin.end("end\n");
    assert.deepEqual(await ended, [0, null]);
    await follower.finish();
    assert.deepEqual(findingsOf(follower.model), []);
    assert.deepEqual([...follower.model.liveTasks()], []);
    return report;
  } finally {
    await follower.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
