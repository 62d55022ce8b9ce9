/** What programs use in place of channels and locks: hangs in it are found and named, and correct programs go on as ever. */
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { spawn } from "node:child_process";
import { findingsOf } from "../../server/detect/detectors.js";
import type { FindingKind } from "../../server/detect/finding.js";
import type { Tasks } from "../../server/model/tasks.js";
import { describeState, describeWait } from "../../server/model/words.js";
import { Follower } from "../../server/session/follower.js";
import { nodes } from "./support/nodes.js";
import { execute, preload, program, sluiceRun } from "./support/sluice.js";

interface Hang {
  readonly program: string;
  readonly kind: FindingKind;
  readonly message: RegExp;
  /** Names of the tasks of the finding, in any order. */
  readonly tasks: readonly string[];
}

const HANGS: readonly Hang[] = [
  {
    program: "async-mutex-relock.mjs",
    kind: "lock-cycle",
    message: /^\(main\) holds the mutex made at async-mutex-relock\.mjs:4 and waits for it again$/,
    tasks: ["(main)"],
  },
  {
    program: "async-mutex-ring.mjs",
    kind: "lock-cycle",
    message:
      /^(pay|book) holds the mutex made at \S+:(4|5) and waits for the mutex made at \S+:(5|4); (pay|book) holds /,
    tasks: ["book", "pay"],
  },
  {
    program: "async-mutex-nested.cjs",
    kind: "lock-cycle",
    message: /^main holds the mutex made at async-mutex-nested\.cjs:4 and waits for it again$/,
    tasks: ["main"],
  },
  {
    program: "async-mutex-semaphore.mjs",
    kind: "lock-cycle",
    message: /holds the semaphore made at async-mutex-semaphore\.mjs:4 \(2\/2 held\) and waits for it again$/,
    tasks: ["(main)"],
  },
  {
    program: "async-lock-relock.mjs",
    kind: "lock-cycle",
    message: /^\(main\) holds ledger and waits for it again$/,
    tasks: ["(main)"],
  },
  {
    program: "async-lock-ring.cjs",
    kind: "lock-cycle",
    message: /pay holds accounts and waits for ledger/,
    tasks: ["book", "pay"],
  },
  {
    program: "async-sema-twice.mjs",
    kind: "lock-cycle",
    message: /holds the semaphore made at async-sema-twice\.mjs:4 \(1\/1 held\) and waits for it again$/,
    tasks: ["(main)"],
  },
  {
    program: "async-sema-ring.mjs",
    kind: "lock-cycle",
    message:
      /copy holds the semaphore made at async-sema-ring\.mjs:4 \(1\/1 held\) and waits for the semaphore made at/,
    tasks: ["copy", "flush"],
  },
  {
    program: "rxjs-never.mjs",
    kind: "deadlock",
    message:
      /^all tasks are asleep: main waits for all of 2 tasks; first waits for a value of Subject; last waits for the last value of Observable$/,
    tasks: ["first", "last", "main"],
  },
  {
    program: "p-limit-nested.mjs",
    kind: "deadlock",
    message: /wait to acquire the limiter made at p-limit-nested\.mjs:4 \(2\/2 held\), 3 queue$/,
    tasks: ["(anonymous)", "(anonymous)", "(main)", "page", "page", "page"],
  },
  {
    program: "p-limit-nested-serving.cjs",
    kind: "leak",
    message: /outer waits for task inner; inner waits to acquire the limiter made at \S+:7 \(1\/1 held\)/,
    tasks: ["inner", "outer"],
  },
  {
    program: "p-map-stuck.mjs",
    kind: "deadlock",
    message: /\(main\) waits for pMap \(1\/1 held\) to be idle; load waits for a promise/,
    tasks: ["(main)", "load"],
  },
  {
    program: "p-queue-idle.mjs",
    kind: "deadlock",
    message:
      /waits for task flush; flush waits for the queue made at p-queue-idle\.mjs:4 \(1\/1 held\) to be idle$/,
    tasks: ["(main)", "flush"],
  },
  {
    program: "p-queue-nested.mjs",
    kind: "deadlock",
    message:
      /outer waits for task inner; inner waits to acquire the queue made at p-queue-nested\.mjs:4 \(1\/1 held\)$/,
    tasks: ["(main)", "inner", "outer"],
  },
  {
    program: "fastq-drained.mjs",
    kind: "deadlock",
    message: /worker waits to acquire the queue made at fastq-drained\.mjs:4 \(1\/1 held\)$/,
    tasks: ["(main)", "worker", "worker"],
  },
  {
    program: "fastq-callback.cjs",
    kind: "deadlock",
    message:
      /worker waits for an event; worker waits to acquire the queue made at fastq-callback\.cjs:4 \(1\/1 held\)$/,
    tasks: ["main", "worker", "worker"],
  },
  {
    program: "generic-pool-exhausted.mjs",
    kind: "lock-cycle",
    message: /holds the pool made at generic-pool-exhausted\.mjs:4 \(1\/1 held\) and waits for it again$/,
    tasks: ["(main)"],
  },
  {
    program: "async-queue-stuck.mjs",
    kind: "lock-cycle",
    message: /^worker holds the queue made at async-queue-stuck\.mjs:4 \(1\/1 held\) and waits for it again/,
    tasks: ["worker"],
  },
  {
    program: "async-limit-stuck.cjs",
    kind: "deadlock",
    message: /main waits for mapLimit \(1\/2 held\) to be idle; load waits for an event$/,
    tasks: ["load", "main"],
  },
];

/** What the tasks of `node-waits.mjs` wait for. */
const WAITS: Readonly<Record<string, RegExp>> = {
  ready: /^waiting for event 'ready' of Service$/,
  closed: /^waiting for event 'closed' of Service$/,
  heard: /^waiting for event 'news' of Service$/,
  gathered: /^waiting for all of 3 tasks \(2 done\)$/,
  connected: /^waiting for TCP connection to 127\.0\.0\.1:\d+$/,
  answered: /^waiting for HTTP response from 127\.0\.0\.1:\d+$/,
  fetched: /^waiting for HTTP response from 127\.0\.0\.1:\d+$/,
  child: /^waiting for child process \d+$/,
  worker: /^waiting for a message from worker 1$/,
  workerIterated: /^waiting for a message from worker \d$/,
  aborted: /^waiting for event 'abort' of AbortSignal$/,
  piped: /^waiting for the end of pipeline PassThrough to PassThrough$/,
  drained: /^waiting for room in PassThrough$/,
  iterated: /^waiting for data of Readable$/,
  webRead: /^waiting for data of a ReadableStream$/,
  webIterated: /^waiting for data of a ReadableStream$/,
  webReady: /^waiting for room in a WritableStream$/,
  webPiped: /^waiting for the end of a pipe of Web streams$/,
  watched: /^waiting for a change of packages$/,
  beaten: /^waiting for an interval of 3,600,000 ms$/,
  broadcast: /^waiting for a message from BroadcastChannel news$/,
};

const RIGHT = (await readdir(program("packages"))).filter((name) => /-right\.[cm]js$/.test(name));

for (const { version, path } of nodes) {
  describe(`packages on Node ${version}`, { concurrency: 2 }, () => {
    for (const hang of HANGS) {
      it(`${hang.program} hangs, and it is told how`, async () => {
        const { report } = await sluiceRun(path, `packages/${hang.program}`);
        assert.deepEqual(
          report.findings.map(({ kind }) => kind),
          [hang.kind],
        );
        const [finding] = report.findings;
        assert.match(finding!.message, hang.message);
        const names = finding!.tasks.map((id) => report.tasks.find((task) => task.id === id)?.name);
        assert.deepEqual(names.sort(), hang.tasks);
        assert.equal(report.notes, undefined);
      });
    }

    for (const name of RIGHT) {
      it(`${name} runs as without the tracer, and nothing is found`, async () => {
        const plain = await execute(path, [program(`packages/${name}`)]);
        const { code, stdout, report } = await sluiceRun(path, `packages/${name}`);
        assert.deepEqual({ code, stdout }, { code: plain.code, stdout: plain.stdout });
        assert.deepEqual(report.findings, []);
      });
    }

    it("what Node's own waits are for is told in words", async () => {
      await whileRunning(path, "packages/node-waits.mjs", (model) =>
        Object.entries(WAITS).every(([name, words]) => {
          const task = [...model.liveTasks()].find((one) => one.name === name);
          return task !== undefined && words.test(describeState(model, task));
        }),
      );
    });

    it("what is waited for is told in a program too hot for a stack at each promise", async () => {
      await whileRunning(path, "packages/hot-waits.mjs", (model) => {
        const waits = [...model.liveTasks()].flatMap(({ name, wait }) =>
          wait === null || name === "spin" ? [] : `${name} ${describeWait(model, wait)}`,
        );
        return (
          waits.length === 300 &&
          waits.every((words) =>
            [
              "nap for a timer of 3,600,000 ms",
              "hear for event 'news' of EventEmitter",
              "lost for a promise that nothing known will settle",
            ].includes(words),
          )
        );
      });
    });

    it("what a module awaits at its top level is told in such a program", async () => {
      await whileRunning(path, "packages/hot-module.mjs", (model) =>
        [...model.liveTasks()].some(
          ({ mainFlow, wait }) =>
            mainFlow &&
            wait !== null &&
            /^for all of 3,000 (tasks|promises)$/.test(describeWait(model, wait)),
        ),
      );
    });

    for (const copy of Number(version.split(".")[0]) >= 22 ? ["undici", "undici-8"] : ["undici"]) {
      it(`who waits for a response to ${copy} is told so`, async () => {
        const folder = await mkdtemp(join(tmpdir(), "sluice-packages-"));
        try {
          const modules = resolve(import.meta.dirname, "../../node_modules");
          await cp(join(modules, copy), join(folder, "node_modules/undici"), { recursive: true });
          await cp(program("packages/undici-waits.mjs"), join(folder, "main.mjs"));
          await whileRunning(path, join(folder, "main.mjs"), (model) => {
            const tasks = [...model.liveTasks()].filter(({ name }) => name !== "(main)");
            return (
              tasks.length === 4 &&
              tasks.every((task) =>
                /^waiting for HTTP response from 127\.0\.0\.1:\d+$/.test(describeState(model, task)),
              )
            );
          });
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      });
    }

    it("a limiter nested in itself is told while the program goes on", async () => {
      await whileRunning(path, "packages/p-limit-nested-serving.cjs", (model) =>
        findingsOf(model).some(({ kind, certain }) => kind === "leak" && certain),
      );
    });

    it("a version that is not known is left alone, and the report says so", async () => {
      const folder = await mkdtemp(join(tmpdir(), "sluice-packages-"));
      try {
        await copyOfLimiter(folder, "99.0.0");
        const script = join(folder, "main.mjs");
        const code = `import limit from "p-limit"; console.log(await limit(1)(() => 1)); await limit(1)(() => new Promise(() => {}));`;
        await writeFile(script, code);
        const file = join(folder, "report.json");
        const { stderr } = await execute(path, [
          resolve(import.meta.dirname, "../../dist/npm/sluice.cjs"),
          ...["run", "--node", path, "--report", file, script],
        ]);
        const { notes } = JSON.parse(await readFile(file, "utf8")) as { notes?: string[] };
        assert.deepEqual(notes?.length, 1);
        assert.match(notes[0]!, /^p-limit 99\.0\.0 is not a version that is known/);
        assert.match(stderr, /^sluice: p-limit 99\.0\.0 is not a version that is known/m);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

    it("each copy of a package tells", async () => {
      const folder = await mkdtemp(join(tmpdir(), "sluice-packages-"));
      try {
        await copyOfLimiter(folder, "7.3.3");
        await copyOfLimiter(join(folder, "node_modules/inner"), "7.1.0");
        await writeFile(
          join(folder, "node_modules/inner/package.json"),
          `{"type":"module","exports":"./index.js"}`,
        );
        await writeFile(join(folder, "node_modules/inner/index.js"), `export { default } from "p-limit";`);
        const script = join(folder, "main.mjs");
        const code = `import a from "p-limit"; import b from "inner";
          const one = a(1), two = b(1);
          await Promise.all([one, two].map((limit) => limit(() => limit(() => 1))));`;
        await writeFile(script, code);
        const file = join(folder, "report.json");
        await execute(path, [
          resolve(import.meta.dirname, "../../dist/npm/sluice.cjs"),
          ...["run", "--node", path, "--report", file, script],
        ]);
        const { primitives } = JSON.parse(await readFile(file, "utf8")) as {
          primitives: { kind: string; holder: number | null; length: number }[];
        };
        assert.deepEqual(
          primitives.map(({ kind, length, holder }) => ({ kind, length, held: holder !== null })),
          [
            { kind: "limiter", length: 1, held: true },
            { kind: "limiter", length: 1, held: true },
          ],
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}

const GIVEN_UP_MS = 90_000;

/** Runs a program until what it is seen to do is so, however long that takes. */
async function whileRunning(node: string, name: string, isSo: (model: Tasks) => boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
  const recording = join(folder, "run.sluice");
  const child = spawn(node, ["--require", preload, resolve(program("."), name)], {
    env: { ...process.env, SLUICE_RECORDING: recording },
    stdio: "ignore",
  });
  const follower = new Follower(recording);
  try {
    await new Promise<void>((seen, missed) => {
      follower.start(() => {
        if (isSo(follower.model)) seen();
      });
      child.once("exit", () => missed(new Error(`${name} ended before it was seen`)));
      // What is broken is never seen, and would hold up all tests.
      setTimeout(() => missed(new Error(`${name} was watched in vain`)), GIVEN_UP_MS).unref();
    });
  } finally {
    child.kill("SIGKILL");
    await follower.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** p-limit as another version of itself, with what it needs. */
async function copyOfLimiter(folder: string, version: string): Promise<void> {
  const modules = resolve(import.meta.dirname, "../../node_modules");
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await cp(join(modules, "p-limit"), join(folder, "node_modules/p-limit"), { recursive: true });
  await cp(join(modules, "yocto-queue"), join(folder, "node_modules/yocto-queue"), { recursive: true });
  const manifest = join(folder, "node_modules/p-limit/package.json");
  const json = JSON.parse(await readFile(manifest, "utf8")) as object;
  await writeFile(manifest, JSON.stringify({ ...json, version }));
}
