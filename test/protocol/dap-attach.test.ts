/** Attaching to a program that runs by itself: what is seen of it, and what is told when there is nothing to see. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, it } from "node:test";
import { spawn, type ChildProcess } from "node:child_process";
import { FORMAT_VERSION, MAGIC } from "../../tracer/wire/index.js";
import { Adapter } from "./support/adapter.js";
import { end, preload, recordingOf, recordings, startWaiting, untilThreads } from "./support/programs.js";
import { isRunning } from "../../server/session/running.js";

let adapter: Adapter;
let child: ChildProcess | undefined;
afterEach(async () => {
  await adapter.stop();
  if (child !== undefined) await end(child);
});

async function startTraced(): Promise<ChildProcess & { readonly pid: number }> {
  const started = await startWaiting(["--require", preload]);
  child = started;
  return started;
}

async function refusal(processId: unknown): Promise<string> {
  adapter = await Adapter.start();
  return adapter.refusal("attach", { processId });
}

describe("attaching to a traced program", () => {
  it("shows its tasks; leaving it lets it run on with its recording", async () => {
    const { pid } = await startTraced();
    const recording = await recordingOf(pid);
    adapter = await Adapter.start();
    await adapter.begin("attach", { processId: `${pid}` });
    await untilThreads(adapter, 3);
    const [main] = await adapter.tree();
    assert.deepEqual(
      main?.branches.map(({ label }) => label),
      ["worker", "heartbeat"],
    );
    await adapter.disconnectRequest();
    await adapter.gone();
    assert.ok(isRunning(pid));
    assert.ok(existsSync(recording));
  });

  it("says so when the session is stopped and the program is not", async () => {
    const { pid } = await startTraced();
    adapter = await Adapter.start();
    await adapter.begin("attach", { processId: pid });
    await untilThreads(adapter, 3);
    await adapter.terminateRequest();
    await adapter.ended();
    assert.equal(adapter.lastUpdate?.ended?.how, "was left running");
    assert.ok(isRunning(pid));
  });

  it("ends with the program", async () => {
    const started = await startTraced();
    adapter = await Adapter.start();
    await adapter.begin("attach", { processId: started.pid });
    await untilThreads(adapter, 3);
    await end(started);
    await adapter.ended();
    assert.equal(adapter.output("console"), "The program ended.\n");
  });
});

describe("attaching is refused", () => {
  it("without a process id", async () => {
    assert.match(await refusal(undefined), /^"processId" is missing/);
    await adapter.stop();
    assert.match(await refusal("my-app"), /^"processId" is missing/);
  });

  it("to a process that is none, or no Node", async () => {
    assert.equal(await refusal(4194300), "There is no process 4194300");
    await adapter.stop();
    child = spawn("sleep", ["60"], { stdio: "ignore" });
    assert.match(await refusal(child.pid), /^Process \d+ is no Node process \(it runs [^\n]*\)$/);
    assert.equal(child.exitCode ?? child.signalCode, null);
  });

  it("to a process whose tracer is of another version", async () => {
    const { pid } = (child = await startWaiting([]));
    const file = await fakeRecording(pid, [...MAGIC, FORMAT_VERSION + 1, 0, 0, 0, 0, 0, 0, 0]);
    try {
      const message = await refusal(pid);
      assert.match(
        message,
        new RegExp(
          `^Process ${pid} cannot be followed: the recording has format ${FORMAT_VERSION + 1}, .* ${FORMAT_VERSION}`,
        ),
      );
    } finally {
      await rm(file, { force: true });
    }
  });

  it("to a process whose recording is none", async () => {
    const { pid } = (child = await startWaiting([]));
    const file = await fakeRecording(pid, [...Buffer.from("something else altogether")]);
    try {
      assert.equal(await refusal(pid), `Process ${pid} cannot be followed: not a Sluice recording`);
    } finally {
      await rm(file, { force: true });
    }
  });
});

/** As the preload would name it. */
async function fakeRecording(pid: number, bytes: readonly number[]): Promise<string> {
  // The folder is made by whoever records first.
  const traced = await startWaiting(["--require", preload]);
  await end(traced);
  const file = join(recordings(), `${pid}-fake.sluice`);
  await writeFile(file, Uint8Array.from(bytes));
  return file;
}
