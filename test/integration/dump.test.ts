/** `sluice dump` of real processes that were started plainly. One at a time: they all open the same port. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import type { Report } from "../../server/cli/report.js";
import { WebSocketConnection } from "../../server/dump/inspector/web-socket.js";
import { blockedSites, loopSites, sorted } from "./support/marks.js";
import { nodes } from "./support/nodes.js";
import { startPlain } from "./support/plain.js";
import { command, program, sluice } from "./support/sluice.js";

const FORMS = "dump/forms.mjs";
const INSPECTOR_PORT = 9229;

/** A user who owns nothing; only root can become that, and only where that user may read this folder. */
const NOBODY = 65534;
const canBeAnother =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, [command, "--version"], { uid: NOBODY, gid: NOBODY }).status === 0;

async function dumpReport(pid: number, ...options: string[]): Promise<{ report: Report; stderr: string }> {
  const { code, stdout, stderr } = await sluice("dump", "--json", ...options, `${pid}`);
  assert.equal(code, 0, stderr);
  return { report: JSON.parse(stdout) as Report, stderr };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      answer(true);
    });
    socket.once("error", () => {
      answer(false);
    });
  });
}

const tasksNamed = (report: Report, name: string): Report["tasks"][number][] =>
  report.tasks.filter((task) => task.name === name);

/** Which function of wakers.mjs waits for what, and the nearest that could end it. */
const WAKERS: readonly (readonly [string, string, RegExp])[] = [
  ["timer", "timer", /^a timer of 3,600 s \(3,59\d(\.\d)? s left\)$/],
  ["emitted", "event", /^event "go" of EventEmitter `bus` in wakers\.mjs$/],
  ["entry", "promise", /^an entry of Map `byId` in wakers\.mjs$/],
  ["element", "promise", /^an element of `#queue` of Pool `pool` in wakers\.mjs$/],
  ["onGlobal", "promise", /^globalThis\.wakeMe$/],
  ["socket", "io", /^event "data" of a socket/],
  ["child", "child", /^event "exit" of a child process \(.*pid \d+\)$/],
  ["message", "message", /^event "message" of a worker thread$/],
  ["afterAnother", "promise", /^a callback after entry ends$/],
  ["promisified", "event", /^event "answer" of EventEmitter `bus` in wakers\.mjs$/],
];

for (const node of nodes) {
  describe(`sluice dump on Node ${node.version}`, { concurrency: 1 }, () => {
    it("tells each await of a plain program, to the column", async () => {
      await using target = await startPlain(node.path, FORMS);
      const { report, stderr } = await dumpReport(target.pid);
      const frames = new Map(
        report.tasks.flatMap((task) => task.stack).map((site) => [JSON.stringify(site), site]),
      );
      const expected = [...blockedSites(program(FORMS)), ...loopSites(program(FORMS))];
      assert.deepEqual(sorted([...frames.values()]), sorted(expected));
      assert.equal(report.program.pid, target.pid);
      assert.equal(report.program.node, `v${node.version}`);
      assert.equal(tasksNamed(report, "worker").length, 1000);
      assert.match(stderr, /will pause for about .*\n(.*\n)*sluice: it paused for \d+/);
      assert.equal(await isOpen(INSPECTOR_PORT), false, "the inspector is closed again");
    });

    it("tells the place of each of twenty thousand, which it could not look at one by one", async () => {
      await using target = await startPlain(node.path, "dump/many.mjs");
      const { report } = await dumpReport(target.pid);
      const [place] = sorted(blockedSites(program("dump/many.mjs")));
      const placed = tasksNamed(report, "many").filter((task) => sorted(task.stack)[0] === place);
      assert.equal(placed.length, 20_000);
    });

    it("tells who awaits whom", async () => {
      await using target = await startPlain(node.path, FORMS);
      const { report } = await dumpReport(target.pid);
      const stackOf = (name: string): string[] | undefined =>
        tasksNamed(report, name)[0]?.stack.map((site) => site.function);
      assert.deepEqual(stackOf("outer"), ["leaf", "middle", "outer"]);
      assert.deepEqual(stackOf("consume"), ["leaf", "produce", "consume"]);
      const fanIn = tasksNamed(report, "fanIn")[0];
      assert.equal(fanIn?.wait?.op, "all");
      const chained = tasksNamed(report, "chained")[0];
      assert.equal(chained?.wait?.op, "task");
      const awaited = report.tasks.find((task) => task.id === chained.wait?.task);
      assert.equal(awaited?.name, "leaf");
    });

    it("tells two that await each other as two tasks", async () => {
      await using target = await startPlain(node.path, "dump/ring.mjs");
      const { report } = await dumpReport(target.pid);
      const told = report.tasks.map(({ name, stack, wait }) => [
        name,
        stack.map((site) => site.function).join(" < "),
        report.tasks.find(({ id }) => id === wait?.task)?.name,
      ]);
      assert.deepEqual(told.sort(), [
        ["serve", "answer < serve", undefined],
        ["startCache", "startCache", "startDatabase"],
        ["startDatabase", "startDatabase", "startCache"],
      ]);
    });

    it("proves what can never go on, and says nothing of the rest", async () => {
      await using target = await startPlain(node.path, FORMS);
      const { report } = await dumpReport(target.pid);
      const named = report.findings.map(({ kind, certain, tasks }) => ({
        kind,
        certain,
        tasks: tasks.map((id) => report.tasks.find((task) => task.id === id)?.name),
      }));
      assert.deepEqual(named, [
        { kind: "deadlock", certain: true, tasks: ["(main)"] },
        { kind: "leak", certain: true, tasks: ["forgotten"] },
      ]);
    });

    it("folds what is alike in the text, and masks secrets among the variables", async () => {
      await using target = await startPlain(node.path, FORMS);
      const { stdout } = await sluice("dump", "--locals", `${target.pid}`);
      assert.match(stdout, /worker ×1,000 \[/);
      assert.match(stdout, /leaf: id = "c", password = \[masked\]/);
      assert.doesNotMatch(stdout, /hunter2/);
      assert.equal(stdout.match(/, worker: n = \d+/g)?.length, 10, "ten of a group");
      const first = stdout.split("\n")[0];
      assert.equal(first, "fatal: the main flow can never go on - deadlock!", "findings come first");
    });

    it("tells the places alone with --fast", async () => {
      await using target = await startPlain(node.path, FORMS);
      const { report } = await dumpReport(target.pid, "--fast");
      assert.equal(tasksNamed(report, "worker").length, 1000);
      const expected = sorted(blockedSites(program(FORMS)).filter((site) => site.function === "worker"));
      assert.deepEqual(
        [...new Set(sorted(tasksNamed(report, "worker").flatMap((task) => task.stack)))],
        expected,
      );
    });

    it("names the line of a handler whose callback was lost, and the map that still holds the resolvers", async () => {
      await using target = await startPlain(node.path, "dump/lost-callback.mjs");
      const { report } = await dumpReport(target.pid);
      const stuck = tasksNamed(report, "handleOrder");
      assert.equal(stuck.length, 200);
      const places = new Set(stuck.flatMap((task) => sorted(task.stack)));
      assert.deepEqual([...places], sorted(blockedSites(program("dump/lost-callback.mjs"))));
      const wakers = new Set(stuck.flatMap((task) => task.wait?.wakers ?? []));
      assert.deepEqual([...wakers], ["an entry of Map `pendingOrders` in lost-callback.mjs"]);
      assert.deepEqual(report.findings, [], "it could go on: that is no proof");
      const { stdout } = await sluice("dump", `${target.pid}`);
      assert.match(stdout, /handleOrder ×200 \[/);
    });

    it("does so for a fastify server that nobody prepared", async () => {
      await using target = await startPlain(node.path, "dump/fastify.mjs");
      const { report } = await dumpReport(target.pid);
      const stuck = tasksNamed(report, "showOrder");
      assert.equal(stuck.length, 200);
      const places = new Set(stuck.flatMap((task) => sorted(task.stack)));
      assert.deepEqual([...places], sorted(blockedSites(program("dump/fastify.mjs"))));
      const wakers = new Set(stuck.flatMap((task) => task.wait?.wakers ?? []));
      assert.deepEqual([...wakers], ["an entry of Map `unanswered` in fastify.mjs"]);
      assert.deepEqual(report.findings, []);
      const { stdout } = await sluice("dump", `${target.pid}`);
      assert.match(stdout, /^task \d+ showOrder ×200 \[waiting for a promise\]:$/m);
    });

    it("says who could wake each", async () => {
      await using target = await startPlain(node.path, "dump/wakers.mjs");
      const { report } = await dumpReport(target.pid);
      target.child.kill("SIGTERM");
      for (const [name, op, waker] of WAKERS) {
        const task = tasksNamed(report, name)[0];
        assert.ok(task?.wait, name);
        assert.equal(task.wait.op, op, name);
        assert.match(task.wait.wakers?.[0] ?? "", waker, name);
        assert.equal(task.wait.stuck, false, name);
      }
      const stuck = tasksNamed(report, "selfHeld")[0];
      assert.equal(stuck?.wait?.stuck, true, "its resolver is held by nobody but itself");
      assert.deepEqual(
        report.findings.map((finding) => finding.tasks),
        [[stuck.id]],
      );
    });

    it("knows who waits at which primitive of the library, though nothing was traced", async () => {
      await using target = await startPlain(node.path, "dump/library.mjs");
      const { report } = await dumpReport(target.pid);
      const told = report.tasks.map(({ name, wait }) => {
        const primitive = report.primitives.find((one) => one.id === wait?.primitive);
        return `${name}: ${wait?.op} ${primitive?.kind} ${primitive?.name}`;
      });
      assert.deepEqual(told.sort(), [
        "chooser: select channel jobs",
        "locker: lock mutex accounts",
        "receiver: receive channel jobs",
        "sender: send channel results",
        "waiter: waitgroup waitgroup group",
      ]);
      const sites = report.tasks.flatMap((task) => task.stack);
      assert.deepEqual(sorted(sites), sorted(blockedSites(program("dump/library.mjs"))));
    });

    it("dumps worker threads as well, and says which did not answer", async () => {
      await using target = await startPlain(node.path, "dump/workers.mjs");
      const { report, stderr } = await dumpReport(target.pid);
      assert.equal(tasksNamed(report, "inMain").length, 1);
      assert.equal(tasksNamed(report, "inWorker").length, 20);
      const sites = report.tasks.flatMap((task) => task.stack);
      assert.deepEqual([...new Set(sorted(sites))], sorted(blockedSites(program("dump/workers.mjs"))));
      assert.equal(new Set(report.tasks.map((task) => task.id)).size, report.tasks.length);
      assert.match(stderr, /^sluice: 1 worker thread dumped as well$/m);
      assert.match(stderr, /^sluice: 1 worker thread without an answer, left out$/m);
      assert.equal(target.child.exitCode, null);
    });

    it("waits for a busy main thread, and says so", async () => {
      await using target = await startPlain(node.path, "dump/busy.cjs");
      await new Promise((soon) => setTimeout(soon, 200));
      const { report, stderr } = await dumpReport(target.pid);
      assert.match(stderr, /the main thread is busy; waiting until it comes to rest/);
      assert.equal(tasksNamed(report, "waiting")[0]?.wait?.op, "timer");
    });

    it("leaves the process as it was: a second dump says the same", async () => {
      await using target = await startPlain(node.path, FORMS);
      const first = await dumpReport(target.pid);
      const second = await dumpReport(target.pid);
      const key = (report: Report): string[] => report.tasks.flatMap((task) => sorted(task.stack)).sort();
      assert.deepEqual(key(second.report), key(first.report));
      assert.equal(target.child.exitCode, null);
    });

    it("leaves an inspector open that was open before", async () => {
      await using target = await startPlain(node.path, FORMS, ["--inspect=127.0.0.1:0"]);
      const port = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(target.stderr())?.[1];
      assert.ok(port);
      const { code, stdout } = await sluice("dump", `127.0.0.1:${port}`);
      assert.equal(code, 0);
      assert.match(stdout, /worker ×1,000/);
      assert.equal(await isOpen(Number(port)), true);
    });
  });
}

describe("sluice dump, when it cannot", { concurrency: 1 }, () => {
  const node = process.execPath;

  async function tellsInOneLine(args: readonly string[], code: number, message: RegExp): Promise<void> {
    const outcome = await sluice("dump", ...args);
    assert.equal(outcome.code, code, outcome.stderr);
    assert.equal(outcome.stdout, "");
    assert.match(outcome.stderr.trimEnd(), message);
    assert.equal(outcome.stderr.trimEnd().split("\n").length, 1, outcome.stderr);
  }

  it("says so of wrong usage", async () => {
    await tellsInOneLine([], 64, /^sluice dump: give one process/);
    await tellsInOneLine(["--nope", "1"], 64, /^sluice dump: Unknown option '--nope'/);
    await tellsInOneLine(["soon"], 64, /^sluice dump: soon: give the id of a process/);
  });

  it("says that there is no such process", async () => {
    await tellsInOneLine(["4194300"], 65, /^sluice dump: there is no process 4194300$/);
  });

  it("says that nobody answers at an address", async () => {
    await tellsInOneLine(
      ["127.0.0.1:1"],
      65,
      /^sluice dump: nobody answers as an inspector at 127\.0\.0\.1:1$/,
    );
  });

  it("never signals what is no Node", { skip: process.platform !== "linux" }, async () => {
    const other = spawn("sleep", ["60"], { stdio: "ignore" });
    try {
      await tellsInOneLine(
        [`${other.pid}`],
        65,
        /is no Node process \(it runs sleep|is no Node process \(it runs/,
      );
      assert.equal(other.exitCode, null);
      assert.equal(other.signalCode, null);
    } finally {
      other.kill("SIGKILL");
    }
  });

  it("says that the process ended meanwhile", async () => {
    await using target = await startPlain(node, "dump/many.mjs");
    const running = spawn(process.execPath, [command, "dump", `${target.pid}`]);
    const stderr = text(running.stderr);
    // It says this after it has connected, and before the snapshot.
    running.stderr.once("data", () => target.child.kill("SIGKILL"));
    const [code] = (await once(running, "close")) as [number];
    assert.equal(code, 65);
    assert.match(
      await stderr,
      new RegExp(`^sluice dump: process ${target.pid} ended while it was dumped$`, "m"),
    );
  });

  it("closes the inspector again when it is interrupted", async () => {
    await using target = await startPlain(node, "dump/many.mjs");
    const running = spawn(process.execPath, [command, "dump", `${target.pid}`], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    running.stderr.once("data", () => running.kill("SIGINT"));
    const [, signal] = (await once(running, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGINT");
    assert.equal(await isOpen(INSPECTOR_PORT), false);
    assert.equal(target.child.exitCode, null);
  });

  it("does not mind a reader that has seen enough", async () => {
    await using target = await startPlain(node, "dump/many.mjs");
    const running = spawn(process.execPath, [command, "dump", "--json", `${target.pid}`]);
    const stderr = text(running.stderr);
    running.stdout.once("data", () => running.stdout.destroy());
    const [code] = (await once(running, "exit")) as [number];
    assert.equal(code, 0, await stderr);
    assert.doesNotMatch(await stderr, /EPIPE/);
  });

  it("finds an inspector that is open at any port, beside another debugger, and leaves it open", async () => {
    await using target = await startPlain(node, FORMS, ["--inspect=127.0.0.1:0"]);
    const url = /ws:\/\/\S+/.exec(target.stderr())?.[0] ?? "";
    const other = await WebSocketConnection.connect(url);
    try {
      other.send(JSON.stringify({ id: 1, method: "Debugger.enable" }));
      const { report } = await dumpReport(target.pid);
      assert.equal(tasksNamed(report, "worker").length, 1000);
      assert.equal(await isOpen(Number(new URL(url).port)), true);
    } finally {
      other.close();
    }
  });

  it("takes turns with another dump at the one port", async () => {
    await using first = await startPlain(node, FORMS);
    await using second = await startPlain(node, FORMS);
    const reports = await Promise.all([dumpReport(first.pid), dumpReport(second.pid)]);
    assert.deepEqual(
      reports.map(({ report }) => report.program.pid),
      [first.pid, second.pid],
    );
  });

  it("says of another user's process whose it is", { skip: !canBeAnother }, async () => {
    await using target = await startPlain(node, FORMS);
    const args = [command, "dump", `${target.pid}`];
    const asNobody = spawn(process.execPath, args, { uid: NOBODY, gid: NOBODY });
    const stderr = text(asNobody.stderr);
    const [code] = (await once(asNobody, "close")) as [number];
    assert.equal(code, 65);
    assert.match(
      await stderr,
      /^sluice dump: process \d+ belongs to another user: run sluice as that user[^\n]*\n$/,
    );
  });

  it(
    "names the process that holds the inspector's port",
    { skip: process.platform !== "linux" },
    async () => {
      const holder: Server = createServer().listen(INSPECTOR_PORT, "127.0.0.1");
      await new Promise((ready) => holder.once("listening", ready));
      try {
        await using target = await startPlain(node, FORMS);
        await tellsInOneLine(
          [`${target.pid}`],
          65,
          new RegExp(`port ${INSPECTOR_PORT} is held by process ${process.pid} \\(`),
        );
        assert.equal(target.child.exitCode, null);
      } finally {
        holder.close();
      }
    },
  );
});
