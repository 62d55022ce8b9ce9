/** The command line: exit codes, messages, and what is left behind. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { processGone } from "../../server/dap/target/process-watch.js";
import { FORMAT_VERSION, RecordWriter } from "../../tracer/wire/index.js";
import type { Report } from "../../server/cli/report.js";
import { freePort } from "../protocol/support/free-port.js";
import { command, execute, program, sluice } from "./support/sluice.js";

const recordings = join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), `sluice-${userInfo().uid}`);

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-command-"));
});
after(() => rm(folder, { recursive: true, force: true }));

describe("sluice run", { concurrency: 2 }, () => {
  it("is silent and exits 0 when nothing is wrong", async () => {
    const outcome = await sluice("run", program("kernels/promise-deadlock-fixed.mjs"));
    assert.deepEqual(outcome, { code: 0, signal: null, stdout: "", stderr: "" });
  });

  it("passes the program's exit code on", async () => {
    const script = join(folder, "seven.cjs");
    await writeFile(script, "process.exit(7)");
    assert.equal((await sluice("run", script)).code, 7);
  });

  it("leaves the program's own failure as it is", async () => {
    const { code, stderr } = await sluice("run", program("behaviour/throws-at-once.mjs"));
    assert.equal(code, 1);
    assert.match(stderr, /RangeError: at once/);
    assert.doesNotMatch(stderr, /sluice:|fatal:/);
  });

  it(
    "ends by the signal that the program ended by, and says so",
    { skip: process.platform === "win32" },
    async () => {
      const script = join(folder, "killed.cjs");
      await writeFile(script, "process.kill(process.pid, 'SIGKILL')");
      const { code, signal, stderr } = await sluice("run", script);
      assert.deepEqual(
        { code, signal, stderr },
        {
          code: null,
          signal: "SIGKILL",
          stderr: "sluice: the program was ended by SIGKILL\n",
        },
      );
    },
  );

  it("passes signals on to the program", { skip: process.platform === "win32" }, async () => {
    const script = join(folder, "waits.cjs");
    await writeFile(
      script,
      "process.once('SIGTERM', () => { console.log('asked to end'); process.exit(3); }); setInterval(() => {}, 1000); console.log('ready');",
    );
    const child = spawn(process.execPath, [command, "run", script], { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (text.includes("ready")) child.kill("SIGTERM");
    });
    const code = await new Promise((done) => child.once("close", done));
    assert.equal(code, 3);
    assert.equal(stdout, "ready\nasked to end\n");
  });

  it("gives the program its standard input", async () => {
    const script = join(folder, "echo.cjs");
    await writeFile(script, "process.stdin.pipe(process.stdout)");
    const child = spawn(process.execPath, [command, "run", script], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end("through and through");
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    assert.equal(await new Promise((done) => child.once("close", done)), 0);
    assert.equal(stdout, "through and through");
  });

  it("dumps and ends a program that is still running at --timeout", async () => {
    const script = join(folder, "forever.cjs");
    await writeFile(
      script,
      "async function forever() { await new Promise(() => {}); }\nforever(); setInterval(() => {}, 1000);",
    );
    const { code, stderr } = await sluice("run", "--timeout", "2", script);
    assert.equal(code, 67);
    assert.match(stderr, /still running after 2 s/);
    assert.ok(stderr.includes(`forever (${script}:1:28)`), stderr);
  });

  it("says of a thread that spins at --timeout what it spins in, and whose tasks wait for that", async () => {
    const port = await freePort();
    const env = { ...process.env, NODE_OPTIONS: `--inspect-port=${port}` };
    const script = program("debug/spins.mjs");
    const { code, stderr } = await execute(process.execPath, [command, "run", "--timeout", "4", script], env);
    assert.equal(code, 67);
    assert.match(stderr, /^The main thread has been busy for \d+ s without a turn of its event loop, in$/m);
    assert.match(stderr, /^ {2}hash \(\S+spins\.mjs:\d+:\d+\)\n {2}audit \(/m);
    assert.match(stderr, /^task \d+ clerk \[waiting to receive from orders, /m);
    const worker = await sluice("run", "--timeout", "4", program("debug/worker-spins.mjs"));
    assert.match(worker.stderr, /^Worker 1 \(worker-spins\.mjs\) has been busy for \d+ s without a turn/m);
    assert.ok(!worker.stderr.includes("Debugger"), worker.stderr);
    const child = await execute(
      process.execPath,
      [command, "run", "--timeout", "4", program("debug/child-spins.mjs")],
      env,
    );
    const [, pid] =
      /^Child process (\d+) \(child-spins\.mjs\) has been busy for .*, in$/m.exec(child.stderr) ?? [];
    assert.match(child.stderr, /^ {2}grind \(\S+child-spins\.mjs:8:/m);
    // It would spin on for ever, and hear nothing of the program's end.
    await processGone(Number(pid ?? assert.fail(child.stderr)));
  });

  it("dumps tasks of packages after the program's own", async () => {
    const starter = join(folder, "node_modules", "starter");
    await mkdir(starter, { recursive: true });
    const idle = "async function idle() { await new Promise((done) => setTimeout(done, 1e6)); }";
    await writeFile(join(starter, "index.js"), `${idle}\nmodule.exports = (own) => { idle(); own(); };`);
    const script = join(folder, "with-package.cjs");
    const own = "async function own() { await new Promise((done) => setTimeout(done, 1e6)); }";
    await writeFile(script, `${own}\nrequire("starter")(own);`);
    const { stderr } = await sluice("run", "--timeout", "2", script);
    assert.deepEqual(stderr.match(/^task \d+ \w+/gm), ["task 3 own", "task 2 idle"], stderr);
  });

  it("prints the report to stdout for --report -, and nothing to stderr with --quiet", async () => {
    const outcome = await sluice("run", "--quiet", "--report", "-", program("kernels/promise-deadlock.mjs"));
    assert.equal(outcome.code, 66);
    assert.equal(outcome.stderr, "");
    const report = JSON.parse(outcome.stdout) as Report;
    assert.equal(report.findings[0]?.kind, "deadlock");
  });

  it("exits 0 when the kind found is not one to fail on", async () => {
    const outcome = await sluice("run", "--fail-on", "leak,race", program("kernels/promise-deadlock.mjs"));
    assert.equal(outcome.code, 0);
    assert.match(outcome.stderr, /deadlock!/);
  });

  const WRONG: readonly [string, readonly string[], number, RegExp][] = [
    [
      "a script that is not there",
      ["run", "nowhere.mjs"],
      65,
      /^sluice run: there is no program .*nowhere\.mjs: /,
    ],
    ["no script", ["run"], 64, /^sluice run: no script given/],
    ["an unknown option", ["run", "--nope", "x.js"], 64, /^sluice run: Unknown option '--nope'/],
    [
      "an unknown kind",
      ["run", "--fail-on", "gremlins", "x.js"],
      64,
      /^sluice run: --fail-on gremlins: no such kind/,
    ],
    ["a bad time", ["run", "--timeout", "soon", "x.js"], 64, /^sluice run: --timeout soon: give a number/],
    ["an unknown command", ["rum"], 64, /^sluice: there is no command "rum"/],
    [
      "a Node that is not there",
      ["run", "--node", "/no/node", program("behaviour/order.mjs")],
      65,
      /^sluice run: cannot run \/no\/node/,
    ],
    [
      "a recording that is not there",
      ["report", "nothing.sluice"],
      65,
      /^sluice report: there is no file nothing\.sluice/,
    ],
    [
      "a file that is no recording",
      ["report", program("behaviour/order.mjs")],
      65,
      /: not a Sluice recording$/,
    ],
  ];
  for (const [what, args, code, message] of WRONG) {
    it(`tells ${what} in one line`, async () => {
      const outcome = await sluice(...args);
      assert.equal(outcome.code, code);
      assert.equal(outcome.stdout, "");
      assert.match(outcome.stderr.trimEnd(), message);
      assert.equal(outcome.stderr.trimEnd().split("\n").length, 1, outcome.stderr);
    });
  }

  it("names the extensions that TypeScript needs where Node has none", async () => {
    const script = join(folder, "typed.ts");
    await writeFile(script, "const x: number = 1; console.log(x);");
    const { code, stderr } = await sluice("run", script);
    const strips = (process.features as { typescript?: unknown }).typescript;
    if (strips) assert.equal(code, 0);
    else assert.match(stderr, /cannot run .*typed\.ts by itself: install tsx/);
  });

  it("leaves no recording behind", { concurrency: false }, async () => {
    const mine = async (): Promise<string[]> => (await readdir(recordings).catch(() => [])).sort();
    const earlier = await mine();
    await sluice("run", program("kernels/channel-deadlock.mjs"));
    await execute(process.execPath, [
      "--require",
      join(command, "../register.cjs"),
      program("behaviour/order.mjs"),
    ]);
    const left = (await mine()).filter((name) => !earlier.includes(name));
    // Other tests run beside this one; theirs are gone when they are.
    await Promise.all(left.map((name) => waitUntilGone(join(recordings, name))));
  });
});

describe("recordings", () => {
  it("of programs that were killed are swept by the next run, and of running programs kept", async () => {
    const ages = { dead: 2 ** 22 + 1, alive: process.pid };
    const header = {
      threadId: 0,
      unit: "",
      parent: null,
      argv: [],
      cwd: "/",
      node: "",
      sluice: "",
      startedAtMs: 0,
    };
    await sluice("run", program("behaviour/race-loser.mjs"));
    for (const [name, pid] of Object.entries(ages)) {
      const path = join(recordings, `${name}-test.sluice`);
      const writer = new RecordWriter((bytes) => {
        writeFileSync(path, bytes);
        return true;
      });
      writer.header({ ...header, pid });
      writer.flush();
      await utimes(path, 0, 0);
    }
    await sluice("run", program("behaviour/race-loser.mjs"));
    const left = (await readdir(recordings)).filter((name) => name.endsWith("-test.sluice"));
    await rm(join(recordings, "alive-test.sluice"));
    assert.deepEqual(left, ["alive-test.sluice"]);
  });

  it("are kept on demand and give the same report again", async () => {
    const recording = join(folder, "kept.sluice");
    const run = await sluice(
      "run",
      "--quiet",
      "--report",
      "-",
      "--record",
      recording,
      program("kernels/channel-deadlock.mjs"),
    );
    const again = await sluice("report", recording);
    assert.equal(again.code, 0, again.stderr);
    const [first, second] = [run.stdout, again.stdout].map((text) => JSON.parse(text) as Report);
    assert.deepEqual(second?.findings, first?.findings);
    assert.deepEqual(second?.tasks, first?.tasks);
  });

  it("of another format version are refused with the reason", async () => {
    const recording = join(folder, "other.sluice");
    await sluice("run", "--quiet", "--record", recording, program("behaviour/order.mjs"));
    const bytes = await readFile(recording);
    bytes.writeUInt32LE(FORMAT_VERSION + 41, 8);
    await writeFile(recording, bytes);
    const { code, stderr } = await sluice("report", recording);
    assert.equal(code, 65);
    assert.match(
      stderr,
      new RegExp(`has format ${FORMAT_VERSION + 41}, this Sluice reads format ${FORMAT_VERSION}`),
    );
  });

  it("that are damaged are refused", async () => {
    const recording = join(folder, "damaged.sluice");
    await sluice("run", "--quiet", "--record", recording, program("behaviour/order.mjs"));
    const bytes = await readFile(recording);
    bytes.fill(0xff, bytes.length - 40);
    await writeFile(recording, bytes);
    const { code, stderr } = await sluice("report", recording);
    assert.equal(code, 65);
    assert.match(stderr, /the recording is damaged/);
  });
});

async function waitUntilGone(path: string): Promise<void> {
  for (let i = 0; existsSync(path); i++) {
    assert.ok(i < 100, `${path} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
