/** The variables of suspended functions in a program that runs: read from the engine when somebody opens them. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, it } from "node:test";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Adapter } from "./support/adapter.js";
import { end, preload, program } from "./support/programs.js";

let adapter: Adapter;
let child: ChildProcess | undefined;
afterEach(async () => {
  await adapter.stop();
  if (child !== undefined) await end(child);
});

async function follow(name: string): Promise<void> {
  const started = spawn(process.execPath, ["--inspect-port=0", "--require", preload, program(name)], {
    stdio: ["ignore", "pipe", "ignore"],
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
