/** The debug adapter over real stdio with real programs: what an editor is told of a run. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Row } from "../../server/dap/protocol.js";
import { blockedSites } from "../integration/support/marks.js";
import { Adapter, type Branch } from "./support/adapter.js";
import { launchOf, program, root, untilItWaits, untilThreads } from "./support/programs.js";

const DEADLOCK = "all tasks are asleep: main waits to send on jobs (2/2); worker ×3 wait to send on results";

let adapter: Adapter;
afterEach(() => adapter.stop());

async function launch(name: string, rest: object = {}): Promise<void> {
  adapter = await Adapter.start();
  await adapter.begin("launch", launchOf(name, rest));
}

/** "produce /a/b.mjs:16:26": as `Adapter.stack` tells frames. */
function marks(name: string): Map<string, string> {
  return new Map(
    blockedSites(program(name)).map((site) => [
      site.function,
      `${site.function} ${site.file}:${site.line}:${site.column}`,
    ]),
  );
}

async function stackOf(task: string): Promise<string[]> {
  const thread = (await adapter.threads()).find(({ name }) => name.startsWith(`${task} `));
  assert.ok(thread, `a thread of ${task}`);
  return adapter.stack(thread.id);
}

function whereOf({ label, state, place }: Row): string {
  return `${label} ${state} ${place?.site.line ?? "?"}:${place?.site.column ?? "?"}`;
}

describe("a program that deadlocks", () => {
  const file = "kernels/channel-deadlock.mjs";

  it("has a thread for each task, whose frames are the blocked awaits", async () => {
    await launch(file);
    await adapter.ended();
    const at = marks(file);
    const threads = await adapter.threads();
    assert.deepEqual(threads.map(({ name }) => name.replace(/\d+ ms$/, "N ms")).sort(), [
      "main · send jobs (2/2) · N ms",
      ...Array<string>(3).fill("worker · send results · N ms"),
    ]);
    assert.deepEqual((await stackOf("main")).slice(0, 4), [
      "waiting to send on jobs (2/2)",
      at.get("produce"),
      at.get("main"),
      "started by (main) at",
    ]);
    assert.deepEqual((await stackOf("worker")).slice(0, 4), [
      "waiting to send on results",
      at.get("worker"),
      "started by main at",
      `main ${program(file)}:22:31`,
    ]);
  });

  it("has the wait and the task itself as variables of a frame", async () => {
    await launch(file);
    await adapter.ended();
    const main = (await adapter.threads()).find(({ name }) => name.startsWith("main "));
    const { body } = await adapter.stackTraceRequest({ threadId: main?.id ?? 0, startFrame: 0, levels: 1 });
    assert.equal(body.stackFrames.length, 1);
    const { scopes } = (await adapter.scopesRequest({ frameId: body.stackFrames[0]!.id })).body;
    assert.deepEqual(
      scopes.map(({ name }) => name),
      ["Wait", "Task"],
    );
    const wait = await variablesOf(scopes[0]!.variablesReference);
    assert.equal(wait.get("op")?.value, "send");
    assert.equal(wait.get("channel")?.value, "jobs (2/2)");
    const channel = await variablesOf(wait.get("channel")!.variablesReference);
    assert.deepEqual([channel.get("length")?.value, channel.get("capacity")?.value], ["2", "2"]);
    const task = await variablesOf(scopes[1]!.variablesReference);
    assert.equal(task.get("name")?.value, "main");
  });

  it("has its tasks as rows of a tree, and the finding with its tasks and channels", async () => {
    await launch(file);
    await adapter.ended();
    const main = onlyBranch(await adapter.tree());
    assert.equal(whereOf(main), "main waiting to send on jobs (2/2) 16:26");
    assert.deepEqual(main.branches.map(whereOf), Array(3).fill("worker waiting to send on results 10:25"));
    const { rows } = await adapter.rows({ view: "findings" });
    assert.deepEqual(
      rows.map(({ label }) => label),
      [DEADLOCK],
    );
    const [finding] = rows;
    assert.equal(finding?.place?.site.line, 16);
    const parts = await adapter.rows({ view: "findings", parent: finding.id });
    assert.deepEqual(
      parts.rows.map(({ label }) => label),
      ["main", "worker", "worker", "worker", "jobs (2/2)", "results"],
    );
  });

  it("ends with the last update, the words in the console, the exit code, and the end, in that order", async () => {
    await launch(file);
    await adapter.ended();
    const update = adapter.lastUpdate;
    assert.equal(update?.findings, 1);
    assert.equal(update.ended?.how, "exited with code 0");
    const [finding] = update.ended.views.findings.pages[0]?.rows ?? [];
    assert.equal(finding?.label, DEADLOCK);
    assert.ok(adapter.output("console").includes(`Deadlock: ${DEADLOCK}\n    main: waiting to send on jobs`));
    const { line, column } = adapter.linkOf("Deadlock: ");
    assert.deepEqual([line, column], [16, 26]);
    const order = adapter.events.map(({ event }) => event);
    assert.deepEqual(order.slice(-2), ["exited", "terminated"]);
    assert.ok(order.lastIndexOf("sluice/update") < order.lastIndexOf("output"));
    assert.equal((adapter.eventsOf("exited")[0]?.body as { exitCode: number }).exitCode, 0);
  });

  it("is told by its mended version to be sound", async () => {
    await launch("kernels/channel-deadlock-fixed.mjs");
    await adapter.ended();
    assert.equal(adapter.lastUpdate?.findings, 0);
    assert.equal(adapter.output("console"), "The program exited with code 0.\n");
    assert.equal(adapter.output("stdout"), "0 2 4 6 8 10\n");
  });
});

describe("a program while it runs", () => {
  const file = "behaviour/waits.mjs";

  it("has its tasks, what they wait for, for how long, and where", async () => {
    await launch(file);
    await untilItWaits(adapter);
    const at = marks(file);
    for (const name of ["main", "worker", "heartbeat"]) {
      assert.equal((await stackOf(name))[1], at.get(name));
    }
    const main = onlyBranch(await adapter.tree());
    assert.equal(main.state, "waiting for task worker");
    assert.deepEqual(
      main.branches.map(({ label, state }) => `${label} ${state}`),
      ["worker waiting to receive from jobs (0/2)", "heartbeat waiting for a timer of 3,600,000 ms"],
    );
    const { age } = main;
    assert.ok(age?.kind === "since" && age.epochMs <= Date.now() && age.epochMs > Date.now() - 60_000);
  });

  it("is told about in updates, and its waits as pauses", async () => {
    await launch(file);
    await untilItWaits(adapter);
    await adapter.until("three pauses", () => adapter.eventsOf("stopped").length === 3);
    for (const { body } of adapter.eventsOf("stopped")) {
      const { threadId, allThreadsStopped, preserveFocusHint } = body as DebugProtocol.StoppedEvent["body"];
      assert.ok((await adapter.threads()).some(({ id }) => id === threadId));
      assert.deepEqual([allThreadsStopped, preserveFocusHint], [false, true]);
    }
    // The third waits for a timer, which ends by itself.
    await adapter.until("two that are blocked", () => adapter.lastUpdate?.counts.blocked === 2);
    const counts = { started: 4, live: 3, waiting: 3, blocked: 2, dropped: 0 };
    assert.deepEqual(adapter.lastUpdate?.counts, counts);
    assert.equal(adapter.lastUpdate.ended, null);
  });

  it("has its output in both streams in order, its arguments, environment and folder", async () => {
    process.env["HIDDEN"] = "seen";
    try {
      const env = { GREETING: "hello", HIDDEN: null };
      await launch("behaviour/prints.mjs", { args: ["a b"], env });
    } finally {
      delete process.env["HIDDEN"];
    }
    await adapter.ended();
    const told = adapter.eventsOf("output").map(({ body }) => body as DebugProtocol.OutputEvent["body"]);
    assert.deepEqual(
      told.map(({ category, output }) => [category, output]),
      [
        ["stdout", "one: ä€😀\n"],
        ["stderr", "two\n"],
        ["stdout", `three a b hello undefined ${root}\n`],
        ["console", "The program exited with code 7.\n"],
      ],
    );
    assert.equal((adapter.eventsOf("exited")[0]?.body as { exitCode: number }).exitCode, 7);
  });

  it("is not stopped by requests to pause: they say whose business that is", async () => {
    await launch(file);
    await untilItWaits(adapter);
    await assert.rejects(adapter.pauseRequest({ threadId: 999 }), /the JavaScript debugger's/);
    // A task that waits stands already.
    const [waiting] = await adapter.threads();
    await adapter.pauseRequest({ threadId: waiting?.id ?? 0 });
    const stop = await adapter.until("the stop", () =>
      adapter
        .eventsOf("stopped")
        .map(({ body }) => body as DebugProtocol.StoppedEvent["body"])
        .find(({ reason }) => reason === "pause"),
    );
    assert.equal(stop.threadId, waiting?.id);
    await assert.rejects(adapter.customRequest("sluice/nonsense"), /Unknown request/);
    await assert.rejects(adapter.customRequest("sluice/rows", { view: "nonsense" }), /"view" must be/);
  });
});

describe("ten thousand tasks", () => {
  it("are a few rows and threads, and the tasks of a row come in pages", async () => {
    await launch("behaviour/ten-thousand.mjs", { args: ["600000"] });
    // While tasks are still learnt of they move from row to row.
    await adapter.until("all tasks in a few rows, in pages", async () => {
      const rows = await openRows();
      const fold = rows.find(({ label }) => /^worker ×\d+,\d{3}$/.test(label));
      if (fold === undefined || rows.length >= 20 || sum(rows.map(sizeOf)) < 10_000) return false;
      const size = sizeOf(fold);
      const page = await adapter.rows({ parent: fold.id, offset: size - 10, limit: 500 });
      return page.total === size && new Set(page.rows.map(({ id }) => id)).size === 10;
    });
    await adapter.until("as few threads", async () => {
      const threads = await adapter.threads();
      return threads.length < 20 && threads.some(({ name }) => /^worker ×\d+,\d{3} · /.test(name));
    });
  });

  it("of two hundred and fifty kinds are no more than 200 threads, and the rest is told", async () => {
    await launch("behaviour/many-kinds.mjs", { args: ["250"] });
    await untilThreads(adapter, 200);
    await adapter.until("the words", () => adapter.output("console").includes("lists 200 threads"));
    assert.match(adapter.output("console"), /\b51 more tasks are in none of them/);
  });
});

/** The rows on screen at first. */
async function openRows(parent: string | null = null): Promise<Row[]> {
  const { rows } = await adapter.rows({ parent });
  const below = rows.filter(({ children }) => children === "open");
  return [...rows, ...(await Promise.all(below.map(({ id }) => openRows(id)))).flat()];
}

/** "worker ×9,998" are so many tasks. */
function sizeOf({ label }: Row): number {
  return Number(/ ×([\d,]+)$/.exec(label)?.[1]?.replaceAll(",", "") ?? 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function onlyBranch(branches: readonly Branch[]): Branch {
  const [only] = branches;
  assert.ok(only !== undefined && branches.length === 1);
  return only;
}

async function variablesOf(reference: number): Promise<Map<string, DebugProtocol.Variable>> {
  const { body } = await adapter.variablesRequest({ variablesReference: reference });
  return new Map(body.variables.map((variable) => [variable.name, variable]));
}
