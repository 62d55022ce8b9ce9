/** A program whose main thread is busy without a turn of its event loop, which says nothing by itself: and those that are not. */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { InspectorSession } from "../../server/dump/inspector/session.js";
import { WebSocketConnection } from "../../server/dump/inspector/web-socket.js";
import { isRunning } from "../../server/session/running.js";
import { threadUse } from "../../server/session/thread-use.js";
import { nodes } from "../integration/support/nodes.js";
import { Adapter } from "./support/adapter.js";
import { freePort } from "./support/free-port.js";
import { startUnderInspector } from "./support/inspected.js";
import { end, launchOf, program } from "./support/programs.js";

const SPINS = program("debug/spins.mjs");
const linesOf = readFileSync(SPINS, "utf8").split("\n");
const LOOP = linesOf.findIndex((line) => line.endsWith("// here")) + 1;
const CALL = linesOf.findIndex((line) => line.includes("hash(7")) + 1;
const MIX = linesOf.findIndex((line) => line.startsWith("function mix")) + 1;

let adapter: Adapter;
let child: ChildProcess | undefined;
afterEach(async () => {
  await adapter.stop();
  if (child !== undefined) await end(child);
  child = undefined;
});

async function launch(name: string, rest: object = {}): Promise<void> {
  adapter = await Adapter.start();
  await adapter.begin("launch", launchOf(name, rest));
}

async function beside(debuggerProxy: string): Promise<void> {
  adapter = await Adapter.start();
  await adapter.begin("attach", { debuggerProxy });
}

async function topRow(): Promise<{ id: string; icon: string; label: string; brief: string } | undefined> {
  return (await adapter.rows()).rows[0];
}

/** Whatever was told of busy threads so far. */
function everBusy(): string[] {
  return adapter
    .eventsOf("sluice/update")
    .flatMap(({ body }) => (body as { busy: { words: string }[] }).busy.map(({ words }) => words));
}

/** The program's thread has used that much of a processor, as the system tells. */
async function untilItUsed(pid: number, usedMs: number): Promise<void> {
  const used = (): number => threadUse(pid, pid)?.usedMs ?? 0;
  const beforeMs = used();
  await adapter.until("the work", () => used() - beforeMs >= usedMs);
}

async function busyThread(): Promise<{ id: number; name: string } | undefined> {
  return (await adapter.threads()).find(({ name }) => name.startsWith("main thread"));
}

/** The functions that spin, with their lines; the innermost is wherever it was just then. */
function isSpinStack(frames: readonly string[]): boolean {
  const at = frames.map((frame) => /^(\S+) \S*spins\.mjs:(\d+):/.exec(frame)?.slice(1).join(":"));
  const inside = at.filter((place) => place !== undefined);
  const loop = inside.indexOf(`hash:${LOOP}`);
  return (
    (loop === 0 || (loop === 1 && (inside[0] ?? "").startsWith("mix:"))) &&
    inside[loop + 1] === `audit:${CALL}`
  );
}

describe("a program that spins, beside a debugger", () => {
  it("is shown with the stack that it spins in, and the task, until its loop turns again", async () => {
    const inspected = await startUnderInspector(SPINS, undefined, ["12000"]);
    child = inspected.child;
    await beside(inspected.url);
    const row = await adapter.until("the row", async () => {
      const top = await topRow();
      return top?.icon === "busy" && /^busy in (hash|mix)$/.test(top.brief) ? top : null;
    });
    assert.equal(row.label, "main thread");
    const below = (await adapter.rows({ parent: row.id })).rows.map(
      ({ label, place }) => `${label}:${place?.site.line}`,
    );
    assert.ok(below.includes(`hash:${LOOP}`) && below.includes(`audit:${CALL}`), below.join(" "));
    // It went on from its sleep, of which it could not tell by itself.
    const audit = (await adapter.tree())
      .flatMap((one) => [one, ...one.branches])
      .find(({ label, task }) => label === "audit" && task !== null);
    assert.equal(audit?.state, "running");
    // Since then, and not since it was asked.
    assert.ok(audit.age?.kind === "since");
    const [since, spin] = [audit.age.epochMs, adapter.lastUpdate?.busy[0]?.sinceMs ?? 0];
    assert.ok(Math.abs(since - spin) < 1000, `the task runs since ${since - spin} ms after the last turn`);
    const thread = await adapter.until("the thread", busyThread);
    assert.match(thread.name, /^main thread · busy in (hash|mix) · \d+ m?s$/);
    const frames = await adapter.stack(thread.id);
    assert.match(frames[0] ?? "", /^busy, .* in task audit #\d+$/);
    assert.ok(isSpinStack(frames), frames.join("\n"));
    const told = adapter
      .eventsOf("stopped")
      .find(({ body }) => (body as { threadId: number }).threadId === thread.id);
    assert.deepEqual(
      [
        (told?.body as { reason: string }).reason,
        (told?.body as { preserveFocusHint: boolean }).preserveFocusHint,
      ],
      ["busy", true],
    );
    assert.match(
      adapter.output("console"),
      /The main thread has been busy for \d+ m?s without a turn .*: (hash|mix) \(.*spins\.mjs:\d+:\d+\)/,
    );

    await adapter.until("the end of it", () => adapter.lastUpdate?.busy.length === 0);
    await adapter.until("its row gone", async () => (await topRow())?.icon !== "busy");
    await adapter.until("its thread gone", async () => (await busyThread()) === undefined);
    await adapter.until("the word of it", () =>
      /The main thread is not busy any more, after \d+ s/.test(adapter.output("console")),
    );
  });

  it("is not said to be busy while the debugger holds it in that very loop", async () => {
    const inspected = await startUnderInspector(SPINS);
    child = inspected.child;
    const session = new InspectorSession(await WebSocketConnection.connect(inspected.url));
    const paused = new Promise<void>((resolve) => session.on("Debugger.paused", () => resolve()));
    await session.send("Debugger.enable");
    const { breakpointId } = await session.send<{ breakpointId: string }>("Debugger.setBreakpointByUrl", {
      lineNumber: LOOP - 1,
      urlRegex: "spins\\.mjs$",
    });
    await paused;
    await beside(inspected.url);
    await adapter.until("the program held", () => adapter.lastUpdate?.held === true);
    await delay(4000);
    assert.deepEqual(everBusy(), []);
    // It was held all the time; from now on it spins.
    await session.send("Debugger.removeBreakpoint", { breakpointId });
    const goneOnMs = Date.now();
    await session.send("Debugger.resume");
    const [busy] = await adapter.until("the spin", () =>
      adapter.lastUpdate?.busy[0]?.site == null ? null : adapter.lastUpdate.busy,
    );
    assert.ok(
      (busy?.sinceMs ?? 0) >= goneOnMs - 300,
      `since ${(busy?.sinceMs ?? 0) - goneOnMs} ms after it went on`,
    );
    // Held once more, by the debugger that is there.
    const again = new Promise<void>((resolve) => session.on("Debugger.paused", () => resolve()));
    await session.send("Debugger.pause");
    await again;
    await adapter.until(
      "no word of it any more",
      () => adapter.lastUpdate?.held === true && adapter.lastUpdate.busy.length === 0,
    );
    session.close();
  });
});

describe("a program that spins, launched by the session", () => {
  it("is asked what it runs only when the user wants to know, where its inspector is closed", async () => {
    const port = await freePort();
    await launch("debug/spins.mjs", { runtimeArgs: [`--inspect-port=${port}`] });
    const row = await adapter.until("the row", async () => {
      const top = await topRow();
      return top?.icon === "busy" ? top : null;
    });
    await adapter.until("the word of it", () => adapter.output("console").includes("busy for"));
    assert.equal(row.brief, "busy");
    assert.equal(adapter.output("stderr"), "");
    const thread = await adapter.until("the thread", busyThread);
    assert.match(thread.name, /^main thread · busy · \d+ m?s$/);
    // As a client pauses what runs.
    await adapter.pauseRequest({ threadId: thread.id });
    const frames = await adapter.until("the stack", async () => {
      const stack = await adapter.stack(thread.id);
      return isSpinStack(stack) ? stack : null;
    });
    assert.ok(frames.length >= 3);
    assert.match(adapter.output("stderr"), /Debugger listening/);
  });

  it("tells where it is by a request of the views, too", async () => {
    const port = await freePort();
    await launch("debug/spins.mjs", { runtimeArgs: [`--inspect-port=${port}`] });
    await adapter.until("the row", async () => (await topRow())?.icon === "busy");
    const { body } = (await adapter.customRequest("sluice/whatRuns", {})) as {
      body: { site: { file: string; line: number } };
    };
    assert.equal(body.site.file, SPINS);
    assert.ok(
      body.site.line === LOOP || (body.site.line >= MIX && body.site.line <= MIX + 3),
      `line ${body.site.line}`,
    );
  });

  for (const { version, path } of nodes) {
    it(`is asked by itself where its inspector is open, on Node ${version}`, async () => {
      await launch("debug/spins.mjs", { runtimeExecutable: path, runtimeArgs: ["--inspect=0"] });
      const thread = await adapter.until("the thread with its place", async () => {
        const found = await busyThread();
        return found?.name.startsWith("main thread · busy in ") === true ? found : null;
      });
      const frames = await adapter.stack(thread.id);
      assert.ok(isSpinStack(frames), frames.join("\n"));
    });
  }
});

describe("a worker that spins", () => {
  it("is told by its own name and asked by itself, and not taken for the main thread", async () => {
    const name = "debug/worker-spins.mjs";
    const line =
      1 +
      readFileSync(program(name), "utf8")
        .split("\n")
        .findIndex((one) => one.endsWith("// here"));
    await launch(name, { runtimeArgs: ["--inspect=0"] });
    const [busy, ...others] = await adapter.until("the worker with its place", () =>
      adapter.lastUpdate?.busy[0]?.site == null ? null : adapter.lastUpdate.busy,
    );
    assert.deepEqual(others, []);
    assert.match(busy?.name ?? "", /^worker \d+ \(worker-spins\.mjs\)$/);
    assert.deepEqual([busy?.site?.file, busy?.site?.line], [program(name), line]);
    assert.equal(busy?.words, "busy in grind");
  });
});

describe("a child process that spins", () => {
  it("is told by its own name, and asked when the user wants to know", async () => {
    const port = await freePort();
    await launch("debug/child-spins.mjs", { runtimeArgs: [`--inspect-port=${port}`] });
    const busy = await adapter.until("the child", () => adapter.lastUpdate?.busy[0] ?? null);
    assert.match(busy.name, /^child process \d+ \(child-spins\.mjs\)$/);
    assert.equal(busy.site, null);
    await adapter.customRequest("sluice/whatRuns", {});
    const { words } = await adapter.until("its place", () =>
      adapter.lastUpdate?.busy[0]?.site == null ? null : adapter.lastUpdate.busy[0],
    );
    assert.equal(words, "busy in grind");
    await adapter.terminateRequest();
    await adapter.until("its end", () => !isRunning(Number(/\d+/.exec(busy.name))));
  });
});

describe("a program that does not spin", () => {
  it("is not said to be busy while it idles", async () => {
    await launch("debug/orders.mjs", { runtimeArgs: ["--inspect=0"] });
    await adapter.until("the tasks", async () => (await adapter.threads()).length >= 2);
    await delay(4000);
    assert.deepEqual(everBusy(), []);
    await assert.rejects(adapter.customRequest("sluice/whatRuns", {}), /No thread of the program is busy/);
  });

  it("is not said to be busy while it works without a pause but comes round to its loop", async () => {
    await launch("debug/works.mjs", { runtimeArgs: ["--inspect=0"] });
    const pid = await adapter.until("the process", () => adapter.processId);
    await untilItUsed(pid, 4000);
    assert.deepEqual(everBusy(), []);
  });
});
