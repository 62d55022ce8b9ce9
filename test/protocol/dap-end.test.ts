/** However a session ends, the program that it launched ends with it, and nothing of either is left. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { afterEach, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Adapter, type ReverseRequest } from "./support/adapter.js";
import { launchOf, recordingOf, untilItWaits } from "./support/programs.js";
import { isRunning } from "../../server/session/running.js";

/** So many answers are more than a pipe takes. */
const UNREAD = 2000;

let adapter: Adapter;
afterEach(() => adapter.stop());

async function launched(): Promise<{ pid: number; recording: string }> {
  adapter = await Adapter.start();
  await adapter.begin("launch", launchOf("behaviour/waits.mjs"));
  const pid = await untilItWaits(adapter);
  return { pid, recording: await recordingOf(pid) };
}

function nothingIsLeft({ pid, recording }: { pid: number; recording: string }): void {
  assert.ok(!isRunning(pid), "the program is over");
  assert.ok(!existsSync(recording), "its recording is gone");
}

describe("a launched program", () => {
  it("ends when the client disconnects, and so does the adapter", async () => {
    const program = await launched();
    await adapter.disconnectRequest();
    nothingIsLeft(program);
    await adapter.gone();
  });

  it("ends when the user stops it, and that is told", async () => {
    const program = await launched();
    await adapter.terminateRequest();
    await adapter.ended();
    nothingIsLeft(program);
    assert.match(adapter.output("console"), /^The program was ended by SIGTERM\.$/m);
    assert.deepEqual(adapter.eventsOf("exited")[0]?.body, { exitCode: 143 });
  });

  it("ends when the client is gone without a word", async () => {
    const program = await launched();
    adapter.hangUp();
    await adapter.gone();
    nothingIsLeft(program);
  });

  it("ends when the adapter is ended, though nobody reads what it tells", async () => {
    const program = await launched();
    adapter.readNoMore();
    for (let i = 0; i < UNREAD; i++) void adapter.rows();
    adapter.kill();
    await adapter.gone();
    nothingIsLeft(program);
  });

  it("ends by force when it does not heed the request", async () => {
    adapter = await Adapter.start();
    await adapter.begin("launch", launchOf("behaviour/ignores-requests.mjs"));
    const pid = await adapter.until("its process id", () => /pid (\d+)/.exec(adapter.output("stdout"))?.[1]);
    await adapter.terminateRequest();
    await adapter.ended();
    assert.ok(!isRunning(Number(pid)));
    assert.match(adapter.output("stdout"), /not yet/);
    assert.match(adapter.output("console"), /ended by SIGKILL/);
  });
});

describe("a client that reads slowly", () => {
  it("is told all that it asked for, and that it is disconnected, before the adapter ends", async () => {
    const program = await launched();
    const closed = adapter.closed();
    adapter.readNoMore();
    let answers = 0;
    let disconnected = false;
    for (let i = 0; i < UNREAD; i++) void adapter.rows().then(() => answers++);
    void adapter.disconnectRequest().then(() => (disconnected = true));
    await adapter.until("the end of the program", () => !isRunning(program.pid));
    // Time enough for an adapter that would not wait.
    await delay(500);
    adapter.readAgain();
    await closed;
    assert.deepEqual({ answers, disconnected }, { answers: UNREAD, disconnected: true });
    nothingIsLeft(program);
  });
});

describe("a program in a terminal", () => {
  /** Runs the command as a terminal would; a client need not know the process, and VS Code does not always. */
  function terminal(kind: string, tellsProcess: boolean): ReverseRequest {
    return async ({ command, arguments: given }) => {
      assert.equal(command, "runInTerminal");
      const request = given as DebugProtocol.RunInTerminalRequestArguments;
      assert.equal(request.kind, kind);
      const [file = "", ...args] = request.args;
      const child = spawn(file, args, { cwd: request.cwd, env: environment(request.env), stdio: "ignore" });
      await once(child, "spawn");
      return { success: true, body: tellsProcess ? { processId: child.pid } : {} };
    };
  }

  for (const [console, kind] of [
    ["integratedTerminal", "integrated"],
    ["externalTerminal", "external"],
  ] as const) {
    for (const tellsProcess of [true, false]) {
      const how = tellsProcess ? "whose process is known" : "that says nothing of its process";
      it(`is followed and ended in an ${kind} one ${how}`, async () => {
        adapter = await Adapter.start(process.env, terminal(kind, tellsProcess));
        await adapter.begin("launch", launchOf("behaviour/waits.mjs", { console }));
        await adapter.until("three threads", async () => (await adapter.threads()).length === 3);
        const pid = await adapter.until("the process", () => adapter.processId);
        const recording = await recordingOf(pid);
        await adapter.terminateRequest();
        await adapter.ended();
        nothingIsLeft({ pid, recording });
        assert.equal(adapter.output("stdout"), "");
      });
    }
  }

  it("tells its exit code and its finding", async () => {
    adapter = await Adapter.start(process.env, terminal("integrated", false));
    const console = "integratedTerminal";
    await adapter.begin("launch", launchOf("kernels/channel-deadlock.mjs", { console }));
    await adapter.ended();
    assert.equal(adapter.lastUpdate?.findings, 1);
    assert.deepEqual(adapter.eventsOf("exited")[0]?.body, { exitCode: 0 });
  });

  it("that cannot be opened is told as that", async () => {
    const answer: ReverseRequest = () => Promise.resolve({ success: false, message: "no shell" });
    adapter = await Adapter.start(process.env, answer);
    const configuration = launchOf("behaviour/waits.mjs", { console: "integratedTerminal" });
    assert.equal(
      await adapter.refusal("launch", configuration),
      "The terminal could not be opened: no shell",
    );
  });
});

/** The terminal's own environment with the changes asked for; null takes a name out. */
function environment(changes: DebugProtocol.RunInTerminalRequestArguments["env"]): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const [name, value] of Object.entries(changes ?? {})) env[name] = value ?? undefined;
  return env;
}
