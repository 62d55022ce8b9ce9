/** A session beside a debugger: what it shows of a program that somebody else holds. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, describe, it } from "node:test";
import { InspectorSession } from "../../server/dump/inspector/session.js";
import { WebSocketConnection } from "../../server/dump/inspector/web-socket.js";
import { Adapter } from "./support/adapter.js";
import { startUnderInspector } from "./support/inspected.js";
import { end, program } from "./support/programs.js";

const PROGRAM = program("debug/orders.mjs");
const BREAKPOINT = readFileSync(PROGRAM, "utf8")
  .split("\n")
  .findIndex((line) => line.endsWith("// here"));

let adapter: Adapter;
let child: ChildProcess | undefined;
afterEach(async () => {
  await adapter.stop();
  if (child !== undefined) await end(child);
});

async function startInspected(nodeOptions?: readonly string[]): Promise<string> {
  const started = await startUnderInspector(PROGRAM, nodeOptions);
  child = started.child;
  return started.url;
}

/** The debugger, which stops the program in the task that goes on and on, and lets it go on for good. */
async function stopIn(url: string): Promise<{ goOn: () => Promise<void>; close: () => void }> {
  const session = new InspectorSession(await WebSocketConnection.connect(url));
  const paused = new Promise<void>((resolve) => session.on("Debugger.paused", () => resolve()));
  await session.send("Debugger.enable");
  const { breakpointId } = await session.send<{ breakpointId: string }>("Debugger.setBreakpointByUrl", {
    lineNumber: BREAKPOINT,
    urlRegex: "orders\\.mjs$",
  });
  await paused;
  const goOn = async (): Promise<void> => {
    await session.send("Debugger.removeBreakpoint", { breakpointId });
    await session.send("Debugger.resume");
  };
  return { goOn, close: () => session.close() };
}

async function beside(debuggerProxy: string): Promise<void> {
  adapter = await Adapter.start();
  await adapter.begin("attach", { debuggerProxy });
}

function untilHeld(held: boolean): Promise<unknown> {
  return adapter.until(
    held ? "the program held" : "the program let go",
    () => adapter.lastUpdate?.held === held,
  );
}

async function rowOf(label: string): Promise<{ state: string; age: unknown } | undefined> {
  return (await adapter.tree()).flatMap((row) => [row, ...row.branches]).find((row) => row.label === label);
}

describe("a session beside a debugger", () => {
  it("shows the state of the very moment at which the program was stopped, and says that it is held", async () => {
    const url = await startInspected();
    await beside(url);
    await adapter.until("the tasks", async () => (await adapter.threads()).length >= 2);
    const debug = await stopIn(url);
    await untilHeld(true);
    // Its await is over, which the program could not tell by itself any more.
    await adapter.until("the ticker running", async () => (await rowOf("ticker"))?.state === "running");
    assert.equal((await rowOf("worker"))?.state, "waiting to receive from answers (0/2)");
    await debug.goOn();
    await untilHeld(false);
    await adapter.until("the ticker at its timer", async () =>
      (await rowOf("ticker"))?.state.includes("50 ms"),
    );
    debug.close();
  });

  it("knows of a stop that was there before it, and reads variables meanwhile", async () => {
    const url = await startInspected();
    const debug = await stopIn(url);
    await beside(url);
    await untilHeld(true);
    const worker = await adapter.until("the worker", async () =>
      (await adapter.threads()).find(({ name }) => name.startsWith("worker · receive answers")),
    );
    const { stackFrames } = (await adapter.stackTraceRequest({ threadId: worker.id })).body;
    const frame = stackFrames.find(({ name }) => name === "reserve");
    const response = await adapter.evaluateRequest({
      expression: "label",
      frameId: frame?.id ?? 0,
      context: "hover",
    });
    assert.equal(response.body.result, '"7/2"');
    // The debugger's stop is its own to end.
    assert.equal(adapter.lastUpdate?.held, true);
    debug.close();
  });

  it("ages nothing while the program is held", async () => {
    const url = await startInspected();
    const debug = await stopIn(url);
    await beside(url);
    await untilHeld(true);
    const age = async (): Promise<unknown> => (await rowOf("worker"))?.age;
    const first = await adapter.until("an age", age);
    assert.equal((first as { kind: string }).kind, "lasted");
    assert.deepEqual(await age(), first);
    debug.close();
  });

  it("ends with the program", async () => {
    await beside(await startInspected());
    await adapter.until("the tasks", async () => (await adapter.threads()).length >= 2);
    child?.kill("SIGKILL");
    await adapter.ended();
  });

  it("ends without a word when the program does so before it has recorded anything", async () => {
    await beside(await startInspected([]));
    assert.deepEqual(await adapter.threads(), []);
    child?.kill("SIGKILL");
    await adapter.ended();
    assert.deepEqual(await adapter.threads(), []);
    assert.equal(adapter.output(), "");
  });

  it("lets the program run on when it is left", async () => {
    await beside(await startInspected());
    await adapter.until("the tasks", async () => (await adapter.threads()).length >= 2);
    await adapter.terminateRequest();
    await adapter.ended();
    assert.equal(child?.exitCode ?? child?.signalCode, null);
  });
});
