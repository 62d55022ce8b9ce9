/** The variables of suspended functions in a program that runs: read from the engine when somebody opens them. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterEach, describe, it } from "node:test";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { InspectorSession } from "../../server/dump/inspector/session.js";
import { WebSocketConnection } from "../../server/dump/inspector/web-socket.js";
import { Workers } from "../../server/dump/inspector/workers.js";
import { Adapter } from "./support/adapter.js";
import { startUnderInspector } from "./support/inspected.js";
import { end, preload, program } from "./support/programs.js";

let adapter: Adapter;
let child: ChildProcess | undefined;
afterEach(async () => {
  await adapter.stop();
  if (child !== undefined) await end(child);
});

async function follow(name: string): Promise<void> {
  const started = spawn(process.execPath, ["--inspect-port=0", "--require", preload, program(name)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  child = started;
  await once(started.stdout, "data");
  adapter = await Adapter.start();
  await adapter.begin("attach", { processId: started.pid });
}

/** Frames of the task `worker`, which waits in `reserve`. */
async function framesOfWorker(): Promise<DebugProtocol.StackFrame[]> {
  await follow("debug/orders.mjs");
  const thread = await adapter.until("the worker at its await", async () =>
    (await adapter.threads()).find(({ name }) => name.startsWith("worker · receive answers")),
  );
  return adapter.until("two frames with a place", async () => {
    const { stackFrames } = (await adapter.stackTraceRequest({ threadId: thread.id })).body;
    const placed = stackFrames.filter(({ source }) => source !== undefined);
    return placed[0]?.name === "reserve" && placed[1]?.name === "worker" ? placed : null;
  });
}

async function localsOf(frame: DebugProtocol.StackFrame | undefined): Promise<Record<string, string>> {
  const { scopes } = (await adapter.scopesRequest({ frameId: frame?.id ?? 0 })).body;
  const locals = scopes.find(({ name }) => name === "Locals");
  assert.equal(locals?.expensive, true);
  const { variables } = (await adapter.variablesRequest({ variablesReference: locals.variablesReference }))
    .body;
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

async function evaluated(frame: DebugProtocol.StackFrame | undefined, expression: string, context = "watch") {
  const response = await adapter.evaluateRequest({ expression, frameId: frame?.id ?? 0, context });
  return response.body.result;
}

describe("the frame of a task that waits", () => {
  it("opens into the variables of its function, and each caller's frame into its own", async () => {
    const [reserve, worker] = await framesOfWorker();
    const inner = await localsOf(reserve);
    assert.equal(inner["label"], '"7/2"');
    assert.equal(inner["attempt"], "2");
    assert.equal(inner["order"], "{ id: 7, items: Array(2) }");
    assert.equal(inner["password"], "[masked]");
    assert.equal(inner["name"], undefined);
    const outer = await localsOf(worker);
    assert.equal(outer["name"], '"first"');
    assert.equal(outer["label"], undefined);
  });

  it("is where expressions are evaluated, those of the editor's hovers too", async () => {
    const [reserve, worker] = await framesOfWorker();
    assert.equal(await evaluated(reserve, "order.items.length + attempt"), "4");
    assert.equal(await evaluated(reserve, "limits.retries"), "3");
    assert.equal(await evaluated(worker, "name.toUpperCase()"), '"FIRST"');
    assert.equal(await evaluated(worker, "order.items[1]", "hover"), '"ink"');
    await assert.rejects(evaluated(worker, "name.toUpperCase()", "hover"), /no variable/);
    await assert.rejects(evaluated(worker, "label"), /label is not defined/);
  });

  it("and the program goes on meanwhile", async () => {
    const [reserve] = await framesOfWorker();
    await localsOf(reserve);
    const ticker = async (): Promise<string | undefined> =>
      (await adapter.threads()).find(({ name }) => name.startsWith("ticker"))?.name;
    assert.match((await ticker()) ?? "", /^ticker · (timer 50 ms|sleep|running)/);
    assert.equal(child?.exitCode, null);
  });
});

type Opened = Record<string, DebugProtocol.Variable>;

async function open(variablesReference: number | undefined): Promise<Opened> {
  assert.ok(variablesReference !== undefined && variablesReference > 0, "it opens");
  const { variables } = (await adapter.variablesRequest({ variablesReference })).body;
  return Object.fromEntries(variables.map((variable) => [variable.name, variable]));
}

describe("what a task waits at and what it holds", () => {
  it("opens into the values in the channel, the lock and the context with its deadline", async () => {
    await follow("debug/held.mjs");
    const thread = await adapter.until("the producer at its send", async () =>
      (await adapter.threads()).find(({ name }) => name.startsWith("produce · send jobs")),
    );
    const { stackFrames } = (await adapter.stackTraceRequest({ threadId: thread.id })).body;
    const { scopes } = (await adapter.scopesRequest({ frameId: stackFrames[0]?.id ?? 0 })).body;
    const scope = (name: string): number | undefined =>
      scopes.find((one) => one.name === name)?.variablesReference;

    const channel = await open((await open(scope("Wait")))["channel"]?.variablesReference);
    assert.equal(channel["values"]?.value, "2, and 1 in line to be sent");
    const values = await open(channel["values"].variablesReference);
    assert.deepEqual(
      Object.values(values).map(({ name, value }) => `${name}: ${value}`),
      ['0: { id: 2, label: "job 2" }', '1: { id: 3, label: "job 3" }', 'sender 0: { id: 4, label: "job 4" }'],
    );

    const task = await open(scope("Task"));
    assert.equal(task["holds"]?.value, "books");
    assert.match((await open(task["holds"].variablesReference))["held by"]?.value ?? "", /^produce #/);
    assert.match(task["context"]?.value ?? "", /^request until \d\d:\d\d:\d\d, in (10|9) min$/);
    const context = await open(task["context"]?.variablesReference);
    assert.equal(context["ended"]?.value, "false");
    assert.match(context["made by"]?.value ?? "", /^serve #/);
  });
});

/** The innermost frame of the task `stock` of a unit, as the unit's threads begin. */
async function stockOf(unit: string): Promise<DebugProtocol.StackFrame> {
  const thread = await adapter.until(`the task of "${unit}"`, async () =>
    (await adapter.threads()).find(({ name }) => name.startsWith(`${unit}stock · send orders`)),
  );
  return adapter.until(`its place in "${unit}"`, async () => {
    const { stackFrames } = (await adapter.stackTraceRequest({ threadId: thread.id })).body;
    return stackFrames.find(({ name, source }) => name === "stock" && source !== undefined);
  });
}

async function queuedAt(frame: DebugProtocol.StackFrame): Promise<string[]> {
  const { scopes } = (await adapter.scopesRequest({ frameId: frame.id })).body;
  const wait = await open(scopes.find(({ name }) => name === "Wait")?.variablesReference);
  const channel = await open(wait["channel"]?.variablesReference);
  return Object.values(await open(channel["values"]?.variablesReference)).map(({ value }) => value);
}

/** Until a question about this frame is answered with just these words. */
async function untilRefused(frame: DebugProtocol.StackFrame, words: string): Promise<void> {
  await adapter.until(words, async () => {
    try {
      await evaluated(frame, "id");
      return false;
    } catch (error) {
      return error instanceof Error && error.message === words;
    }
  });
}

describe("a task of a worker thread", () => {
  it("has the variables and the values of its own heap, in a worker's worker too", async () => {
    await follow("debug/threads.mjs");
    const shelves = { "": "the shop's", "worker 1: ": "the store's", "worker 2: ": "the cellar's" };
    for (const [unit, shelf] of Object.entries(shelves)) {
      const frame = await stockOf(unit);
      const locals = await localsOf(frame);
      assert.deepEqual([locals["id"], locals["shelf"]], ["3", `"${shelf}"`]);
      assert.equal(await evaluated(frame, "shelf + id"), `"${shelf}3"`);
      const order = (id: number): string => `{ id: ${id}, shelf: "${shelf}" }`;
      assert.deepEqual(await queuedAt(frame), [order(1), order(2), order(3)]);
    }
  });

  it("says that its worker has ended, and the main thread is read on", async () => {
    await follow("debug/threads.mjs");
    const [shop, store] = [await stockOf(""), await stockOf("worker 1: ")];
    assert.equal(await evaluated(store, "id"), "3");
    child?.stdin?.write("end");
    await untilRefused(store, "The worker has ended");
    assert.equal(await evaluated(shop, "shelf"), `"the shop's"`);
  });

  it("says that its worker does not answer while that sleeps, and the other threads are read on", async () => {
    await follow("debug/threads.mjs");
    const [shop, store, cellar] = [
      await stockOf(""),
      await stockOf("worker 1: "),
      await stockOf("worker 2: "),
    ];
    child?.stdin?.write("sleep");
    await untilRefused(store, "The worker is busy, or asleep, and does not answer");
    assert.equal(await evaluated(shop, "shelf"), `"the shop's"`);
    assert.equal(await evaluated(cellar, "shelf"), `"the cellar's"`);
  });

  it("is read beside a debugger that holds all threads, and leaves them held", async () => {
    const path = program("debug/threads.mjs");
    const started = await startUnderInspector(path);
    child = started.child;
    adapter = await Adapter.start();
    await adapter.begin("attach", { debuggerProxy: started.url });
    const store = await stockOf("worker 1: ");
    await stockOf("worker 2: ");

    const debug = new InspectorSession(await WebSocketConnection.connect(started.url));
    const threads = [...(await Workers.enter(debug)).sessions, debug];
    assert.equal(threads.length, 3);
    const lineNumber = readFileSync(path, "utf8")
      .split("\n")
      .findIndex((line) => line.endsWith("// here"));
    for (const thread of threads) {
      const paused = new Promise<void>((resolve) => thread.on("Debugger.paused", () => resolve()));
      await thread.send("Debugger.enable");
      await thread.send("Debugger.setBreakpointByUrl", { lineNumber, urlRegex: "threads\\.mjs$" });
      await paused;
    }
    assert.equal((await localsOf(store))["shelf"], `"the store's"`);
    assert.equal(await evaluated(store, "shelf.length"), "11");
    // Which the engine refuses where a thread is not held any more.
    for (const thread of threads) await thread.send("Debugger.resume");
    debug.close();
  });
});

describe("a task of a child process", () => {
  it("has no variables", async () => {
    await follow("debug/threads.mjs");
    const thread = await adapter.until("the child's task", async () =>
      (await adapter.threads()).find(({ name }) => /^child process \d+: stock · send orders/.test(name)),
    );
    const frame = await stockOf(thread.name.replace(/stock.*/, ""));
    const { scopes } = (await adapter.scopesRequest({ frameId: frame.id })).body;
    assert.deepEqual(
      scopes.map(({ name }) => name),
      ["Wait", "Task"],
    );
    const wait = await open(scopes[0]?.variablesReference);
    assert.equal((await open(wait["channel"]?.variablesReference))["values"], undefined);
  });
});
