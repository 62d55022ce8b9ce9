/** Stops at what happens: a program under a debugger stops at the operation on a channel, or is held for a finding. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, describe, it } from "node:test";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { InspectorSession } from "../../server/dump/inspector/session.js";
import { WebSocketConnection } from "../../server/dump/inspector/web-socket.js";
import { Adapter } from "./support/adapter.js";
import { startUnderInspector } from "./support/inspected.js";
import { end, launchOf, program } from "./support/programs.js";

let adapter: Adapter;
let child: ChildProcess | undefined;
afterEach(async () => {
  await adapter.stop();
  if (child !== undefined) await end(child);
});

interface Paused {
  readonly callFrames: readonly {
    readonly functionName: string;
    readonly location: { readonly scriptId: string; readonly lineNumber: number };
  }[];
}

interface Debugger {
  readonly debug: InspectorSession;
  readonly pauses: readonly Paused[];
  /** In its console. */
  readonly told: readonly string[];
  /** By script id. */
  readonly files: ReadonlyMap<string, string>;
}

/** A session beside a debugger; with the debugger, and its pauses. */
async function beside(name: string): Promise<Debugger> {
  const { child: started, url } = await startUnderInspector(program(name));
  child = started;
  const debug = new InspectorSession(await WebSocketConnection.connect(url));
  const [pauses, told]: [Paused[], string[]] = [[], []];
  const files = new Map<string, string>();
  debug.on("Debugger.scriptParsed", (script: { scriptId: string; url: string }) => {
    files.set(script.scriptId, script.url);
  });
  debug.on("NodeRuntime.waitingForDisconnect", () => debug.close());
  await debug.send("NodeRuntime.notifyWhenWaitingForDisconnect", { enabled: true });
  debug.on("Debugger.paused", (paused: Paused) => void pauses.push(paused));
  debug.on(
    "Runtime.consoleAPICalled",
    ({ args }: { args: { value: string }[] }) => void told.push(...args.map(({ value }) => value)),
  );
  await debug.send("Debugger.enable");
  await debug.send("Runtime.enable");
  adapter = await Adapter.start();
  await adapter.begin("attach", { debuggerProxy: url });
  await adapter.until("the program", () => adapter.processId);
  return { debug, pauses, told, files };
}

async function stopAt(name: string, condition: string): Promise<DebugProtocol.Breakpoint[]> {
  return (await adapter.setFunctionBreakpointsRequest({ breakpoints: [{ name, condition }] })).body
    .breakpoints;
}

function lineOf(name: string, mark: string): number {
  return readFileSync(program(name), "utf8")
    .split("\n")
    .findIndex((line) => line.endsWith(mark));
}

/** The frames of the program's own, innermost first: those above are of the library and the tracer. */
function usersFrames(callFrames: Paused["callFrames"], { files }: Debugger): string[] {
  return callFrames
    .filter(({ location }) => !/\/dist\/npm\/|^node:/.test(files.get(location.scriptId) ?? ""))
    .map(({ functionName, location }) => `${functionName}:${location.lineNumber}`);
}

const JOBS = "debug/jobs.mjs";

describe("a breakpoint at a channel", () => {
  for (const [condition, mark, name] of [
    ["full", "// sends", "producer"],
    ["empty", "// receives", "consumer"],
    ["closed", "// closes", ""],
  ] as const) {
    it(`stops the program at the operation after which it is ${condition}`, async () => {
      const opened = await beside(JOBS);
      const { debug, pauses } = opened;
      assert.equal((await stopAt("jobs", condition))[0]?.verified, true);
      child?.stdin?.write("go");
      const [paused] = await adapter.until("the stop", () => (pauses.length > 0 ? pauses : null));
      assert.equal(usersFrames(paused?.callFrames ?? [], opened)[0], `${name}:${lineOf(JOBS, mark)}`);
      assert.equal(paused?.callFrames[0]?.functionName, "stopHere");
      await adapter.until("the words", () =>
        adapter.output("console").startsWith(`Stopped: jobs is ${condition}`),
      );
      await adapter.until("the program held", () => adapter.lastUpdate?.held);
      await debug.send("Debugger.resume");
      debug.close();
    });
  }

  it("writes a line into the debugger's console instead, and stops nothing", async () => {
    const { pauses, told } = await beside(JOBS);
    await stopAt("jobs", "log full");
    child?.stdin?.write("go");
    await adapter.until("the line", () => told.includes("jobs is full (2/2)"));
    await adapter.ended();
    assert.deepEqual(pauses, []);
  });

  it("says what a condition may be", async () => {
    await beside(JOBS);
    const [breakpoint] = await stopAt("jobs", "hot");
    assert.equal(breakpoint?.verified, false);
    const words =
      'A condition is "full", "empty", "closed" or "waits > 500 ms", or one of these with "log" before it.';
    assert.equal(breakpoint.message, words);
    for (const other of ["waits", "waits > ms", "waits > 5 s", "waits > -5 ms", "full or empty"]) {
      assert.equal((await stopAt("jobs", other))[0]?.message, words, other);
    }
  });

  it("is refused where no debugger is beside", async () => {
    adapter = await Adapter.start();
    await adapter.begin("launch", launchOf("behaviour/waits.mjs"));
    const [breakpoint] = await stopAt("jobs", "full");
    assert.equal(breakpoint?.verified, false);
    assert.match(breakpoint.message ?? "", /only beside the JavaScript debugger/);
  });
});

function stopsFor(reason: string): DebugProtocol.StoppedEvent["body"][] {
  const bodies = adapter.eventsOf("stopped").map(({ body }) => body as DebugProtocol.StoppedEvent["body"]);
  return bodies.filter((body) => body.reason === reason);
}

/** A session beside a program that waits for its input. */
async function besideWaiting(name: string): Promise<ChildProcess> {
  const { child: started, url } = await startUnderInspector(program(name));
  child = started;
  adapter = await Adapter.start();
  await adapter.begin("attach", { debuggerProxy: url });
  await adapter.until("the program", () => adapter.processId);
  return started;
}

describe("a breakpoint at waits", () => {
  const RING = "debug/lock-ring.mjs";

  it("stops the program where a task waits for too long, and shows the task", async () => {
    const started = await besideWaiting(RING);
    assert.equal((await stopAt("second", "waits > 300 ms"))[0]?.verified, true);
    started.stdin?.write("go");
    const [stop] = await adapter.until("the stop", () => {
      const stops = stopsFor("function breakpoint");
      return stops.length > 0 ? stops : null;
    });
    const waited = Number(/^take has waited (\d+) ms to lock second$/.exec(stop?.text ?? "")?.[1]);
    assert.ok(waited > 300, stop?.text);
    assert.equal(stop?.preserveFocusHint, false);
    const stack = await adapter.stack(stop.threadId ?? 0);
    assert.ok(
      stack.some((frame) => frame.includes(`lock-ring.mjs:${1 + lineOf(RING, "// waits")}:`)),
      stack.join("\n"),
    );
    await adapter.until("the program held", () => adapter.lastUpdate?.held);
    // It is the same wait when the program goes on.
    await adapter.continueRequest({ threadId: stop.threadId ?? 0 });
    await adapter.until("the program let go", () => adapter.lastUpdate?.held === false);
    await stopAt("first", "log waits > 0 ms");
    await adapter.until("a line", () => adapter.output("console").includes("to lock first"));
    assert.equal(stopsFor("function breakpoint").length, 1);
  });

  it("writes a line with the place instead, and stops nothing", async () => {
    const started = await besideWaiting(RING);
    await stopAt("second", "log waits > 100 ms");
    started.stdin?.write("go");
    await adapter.until("the line", () => adapter.output("console").includes("ms to lock second"));
    assert.equal(adapter.linkOf("to lock second").line, 1 + lineOf(RING, "// waits"));
    assert.deepEqual(stopsFor("function breakpoint"), []);
    assert.equal(adapter.lastUpdate?.held, false);
  });
});

/** The same, to be stopped at findings of a kind. */
async function waiting(name: string, filter: string): Promise<ChildProcess> {
  const started = await besideWaiting(name);
  await adapter.setExceptionBreakpointsRequest({ filters: [filter] });
  return started;
}

function foundStops(): DebugProtocol.StoppedEvent["body"][] {
  return stopsFor("exception");
}

describe("a stop at findings", () => {
  it("holds a program that is about to end in a deadlock, and shows the blocked line", async () => {
    const started = await waiting("debug/stuck.mjs", "deadlock");
    started.stdin?.write("go");
    const [found] = await adapter.until("the stop", () => (foundStops().length > 0 ? foundStops() : null));
    assert.equal(found?.description, "Deadlock");
    assert.equal(found.preserveFocusHint, false);
    const stack = await adapter.stack(found.threadId ?? 0);
    assert.ok(
      stack.some((frame) => frame.includes(`stuck.mjs:${1 + lineOf("debug/stuck.mjs", "// blocked")}:`)),
      stack.join("\n"),
    );
    await adapter.until("the program held", () => adapter.lastUpdate?.held);
    assert.equal(started.exitCode, null);
    // As the user does who has seen enough.
    await adapter.continueRequest({ threadId: found.threadId ?? 0 });
    await adapter.ended();
  });

  it("lets a program end that has none", async () => {
    const { debug, pauses } = await beside("debug/stuck.mjs");
    await adapter.setExceptionBreakpointsRequest({ filters: ["leak"] });
    child?.stdin?.write("go");
    await adapter.ended();
    assert.deepEqual(foundStops(), []);
    assert.ok(pauses.length <= 1);
    debug.close();
  });

  it("shows one that is found while the program goes on", async () => {
    const started = await waiting("debug/lock-ring.mjs", "deadlock");
    started.stdin?.write("go");
    const [found] = await adapter.until("the stop", () => (foundStops().length > 0 ? foundStops() : null));
    assert.equal(found?.description, "Lock cycle");
    await adapter.until("the program held", () => adapter.lastUpdate?.held);
  });

  it("holds a program at an error of misuse that nobody handled, and shows the line that made it", async () => {
    const started = await waiting("debug/panic.mjs", "panic");
    started.stdin?.write("go");
    const [found] = await adapter.until("the stop", () => (foundStops().length > 0 ? foundStops() : null));
    assert.equal(found?.description, "Panic");
    assert.match(found.text ?? "", /send on closed channel "?jobs/);
    const threadId = found.threadId ?? 0;
    const { stackFrames } = (await adapter.stackTraceRequest({ threadId })).body;
    const placed = stackFrames.find(({ source }) => source !== undefined);
    assert.equal(placed?.name, "produce");
    assert.equal(placed.line, 1 + lineOf("debug/panic.mjs", "// panics"));
    assert.deepEqual((await adapter.scopesRequest({ frameId: placed.id })).body.scopes, []);
    const names = (await adapter.threads()).map(({ name }) => name);
    assert.match(names[0] ?? "", /^panic · send on closed channel/);
    // The others are there still, as of that moment.
    assert.ok(
      names.some((name) => name.startsWith("consume")),
      names.join("\n"),
    );
    await adapter.until("the program held", () => adapter.lastUpdate?.held);
    assert.equal(started.exitCode, null);
    await adapter.continueRequest({ threadId });
    await adapter.ended();
    assert.equal(foundStops().length, 1);
  });

  it("lets an error of misuse pass that somebody handles", async () => {
    const started = await waiting("debug/panic.mjs", "panic");
    started.stdin?.write("handled");
    await adapter.ended();
    assert.deepEqual(foundStops(), []);
  });
});
