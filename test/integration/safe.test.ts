/** Whatever becomes of its recordings, the program goes on; and what is lost is counted and told. */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Report } from "../../server/cli/report.js";
import { Follower } from "../../server/session/follower.js";
import { nodes } from "./support/nodes.js";
import { folderOfRecordings, ownRecordings } from "./support/recordings.js";
import { command, execute, preload, program, type Outcome } from "./support/sluice.js";

/** Where one may mount file systems of one's own, in a namespace that nobody else sees. */
const unshare = ["unshare", "--mount", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"])];
const mayMount = canMount();

function canMount(): boolean {
  try {
    execFileSync("unshare", [...unshare.slice(1), "mount", "-t", "tmpfs", "tmpfs", "/dev/shm"]);
    return true;
  } catch {
    return false;
  }
}

/** Runs a command where `mounts` have been done before. */
function executeWith(mounts: string, ...args: readonly string[]): Promise<Outcome> {
  const [first = "", ...rest] = unshare;
  return execute(first, [...rest, "sh", "-c", `${mounts} && exec "$@"`, "sh", ...args]);
}

async function runWith(
  mounts: string,
  node: string,
  name: string,
): Promise<Outcome & { report: Report | null }> {
  const folder = await mkdtemp(join("/var/tmp", "sluice-test-"));
  try {
    const file = join(folder, "report.json");
    const options = ["--node", node, "--report", file];
    const outcome = await executeWith(mounts, process.execPath, command, "run", ...options, program(name));
    const json = await readFile(file, "utf8").catch(() => "null");
    return { ...outcome, report: JSON.parse(json) as Report | null };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const smallDisk = (kilobytes: number) => `mount -t tmpfs -o size=${kilobytes}k tmpfs /dev/shm`;
const READ_ONLY = "mount -t tmpfs -o ro tmpfs /dev/shm";
/** `/dev` without `shm`. */
const NO_SHARED_MEMORY =
  "mount -t tmpfs tmpfs /dev && mknod -m 666 /dev/null c 1 3 && mknod -m 666 /dev/urandom c 1 9";
const READ_ONLY_TEMP = "mount -t tmpfs -o ro tmpfs /mnt && export TMPDIR=/mnt";

for (const node of nodes) {
  describe(`recordings on Node ${node.version}`, { concurrency: 2 }, () => {
    it("that fill the disk: the loss is told, and no verdict given", { skip: !mayMount }, async () => {
      const outcome = await runWith(smallDisk(64), node.path, "units/tells-much.mjs");
      assert.equal(outcome.stdout, "12000 are done\n");
      assert.equal(outcome.code, 0);
      assert.equal(outcome.report?.complete, false);
      assert.ok(outcome.report.dropped > 0);
      assert.match(outcome.stderr, new RegExp(`^sluice: ${outcome.report.dropped} records were lost`));
    });

    it("of children for which there is no room: how many is told", { skip: !mayMount }, async () => {
      const outcome = await runWith(smallDisk(4), node.path, "units/child-lock-cycle.mjs");
      assert.equal(outcome.stdout, "the child ended with 0\n");
      assert.equal(outcome.code, 0, outcome.stderr);
      assert.equal(outcome.report?.unrecorded, 1);
      assert.match(outcome.stderr, /^sluice: 1 worker or child process could not be recorded/m);
    });

    it("in a folder that cannot be written: told in one line", { skip: !mayMount }, async () => {
      const outcome = await runWith(READ_ONLY, node.path, "units/child-lock-cycle.mjs");
      assert.equal(outcome.stdout, "the child ended with 0\n");
      assert.equal(outcome.code, 68);
      assert.equal(
        outcome.stderr,
        "sluice: the tracer wrote no recording: it could not start in the program\n",
      );
    });

    it("without shared memory lie in the temp folder", { skip: !mayMount }, async () => {
      const outcome = await runWith(NO_SHARED_MEMORY, node.path, "units/child-lock-cycle.mjs");
      assert.equal(outcome.stdout, "the child ended with 0\n");
      assert.equal(outcome.code, 66, outcome.stderr);
      assert.equal(outcome.report?.findings[0]?.kind, "lock-cycle");
    });

    it("with neither shared memory nor a temp folder to write to", { skip: !mayMount }, async () => {
      const outcome = await runWith(
        `${NO_SHARED_MEMORY} && ${READ_ONLY_TEMP}`,
        node.path,
        "behaviour/race-loser.mjs",
      );
      assert.equal(outcome.code, 68);
      assert.match(outcome.stderr, /^sluice: the tracer wrote no recording/);
    });

    it("in a folder that is removed meanwhile", async () => {
      const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
      const outcome = await recordInto(join(folder, "live.sluice"), node.path, async () => {
        await rm(folder, { recursive: true, force: true });
      });
      assert.equal(outcome.stdout, "12000 are done\n");
      assert.equal(outcome.code, 0);
      assert.equal(outcome.stderr, "");
      // The reader had opened the file: it reads on, and what it could not read any more is counted.
      const { model, error } = outcome.follower;
      assert.equal(error, null);
      const drained = model.exit?.drained === true;
      assert.ok(drained || model.counters.dropped > 0);
    });

    it("of a program that is killed in mid-write are read up to there", async () => {
      const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
      try {
        const recording = join(folder, "live.sluice");
        const child = spawn(node.path, ["--require", preload, program("units/killed-in-mid-write.mjs")], {
          env: { ...process.env, SLUICE_RECORDING: recording },
          stdio: ["ignore", "pipe", "ignore"],
        });
        await once(child.stdout, "data");
        while ((await readdir(folder)).length < 2 || (await stat(recording)).size < 1 << 18) await delay(5);
        child.kill("SIGKILL");
        await once(child, "exit");
        const follower = new Follower(recording);
        await follower.finish();
        assert.equal(follower.error, null);
        assert.equal(follower.model.program?.pid, child.pid);
        assert.equal(follower.model.units.length, 2);
        assert.equal(follower.model.exit, null);
        assert.ok([...follower.model.liveTasks()].length > 0);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

    it("are their user's alone, and go with the program when nobody asked for them", async () => {
      const child = spawn(node.path, ["--require", preload, program("units/waits-for-all.mjs")], {
        stdio: ["pipe", "ignore", "ignore"],
      });
      const pid = child.pid ?? 0;
      while ((await ownRecordings(pid)).length < 3) await delay(20);
      const folder = folderOfRecordings();
      assert.equal((await stat(folder)).mode & 0o777, 0o700);
      for (const name of await ownRecordings(pid)) {
        assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, name);
      }
      child.stdin.end("end\n");
      await once(child, "exit");
      assert.deepEqual(await ownRecordings(pid), []);
    });

    it("that a reader has open and does not read keep nothing up", async () => {
      const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
      try {
        const recording = join(folder, "live.sluice");
        const hanging = { pid: 0 };
        const outcome = await recordInto(recording, node.path, async () => {
          // A process that has the file open and is stopped.
          const reader = spawn("tail", ["-f", recording], { stdio: "ignore" });
          await once(reader, "spawn");
          hanging.pid = reader.pid ?? 0;
          process.kill(hanging.pid, "SIGSTOP");
        });
        process.kill(hanging.pid, "SIGKILL");
        assert.equal(outcome.stdout, "12000 are done\n");
        assert.equal(outcome.code, 0);
        assert.equal(outcome.follower.model.counters.dropped, 0);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}

describe("two hundred child processes at once", () => {
  it("are all there, and leave nothing behind", { skip: !mayMount }, async () => {
    const left = "ls /dev/shm/sluice-* | wc -l >&2";
    const outcome = await executeWith(
      "mount -t tmpfs tmpfs /dev/shm",
      "sh",
      "-c",
      `"$0" "$@"; code=$?; ${left}; exit $code`,
      process.execPath,
      command,
      "run",
      program("units/many-children.mjs"),
    );
    assert.equal(outcome.stdout, "200 of 200\n");
    // To start two hundred processes takes some time, in which the loop may be told to stand still.
    assert.equal(outcome.stderr.trim().split("\n").at(-1), "0");
    assert.doesNotMatch(outcome.stderr, /not be recorded|were lost|fatal/);
    assert.equal(outcome.code, 0);
  });
});

/** A program that tells much, followed; `meanwhile` happens when its recording is there and read. */
async function recordInto(
  recording: string,
  node: string,
  meanwhile: () => Promise<void>,
): Promise<Outcome & { follower: Follower }> {
  const follower = new Follower(recording);
  const happened = new Promise<void>((done, failed) => {
    let first = true;
    follower.start(() => {
      if (first) meanwhile().then(done, failed);
      first = false;
    });
  });
  const env = { ...process.env, SLUICE_RECORDING: recording };
  const outcome = await execute(node, ["--require", preload, program("units/tells-much.mjs")], env);
  await happened;
  await follower.finish();
  return { ...outcome, follower };
}
