/** Attaching to a process that nobody prepared: a dump of it, as threads, rows and variables. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, it } from "node:test";
import { blockedSites } from "../integration/support/marks.js";
import { Adapter } from "./support/adapter.js";
import { end, program } from "./support/programs.js";
import { isRunning } from "../../server/session/running.js";

const FORMS = program("dump/forms.mjs");
const INSPECTOR_PORT = 9229;

let adapter: Adapter;
let child: ChildProcess | undefined;
afterEach(async () => {
  await adapter.stop();
  if (child !== undefined) await end(child);
});

async function startForms(): Promise<number> {
  const started = spawn(process.execPath, [FORMS], { stdio: ["ignore", "pipe", "ignore"] });
  child = started;
  await once(started.stdout, "data");
  return started.pid!;
}

async function dumped(): Promise<number> {
  const pid = await startForms();
  adapter = await Adapter.start();
  await adapter.begin("attach", { processId: pid });
  return pid;
}

function refusesConnections(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      answer(false);
    });
    socket.once("error", () => answer(true));
  });
}

const lineOf = (name: string): number => blockedSites(FORMS).find((site) => site.function === name)!.line;

describe("attaching to a process that does not run under Sluice", () => {
  it("shows a dump of it: tasks, their frames and their variables as rows", async () => {
    const pid = await dumped();
    assert.equal(adapter.lastUpdate?.dump?.pid, pid);
    assert.equal(adapter.lastUpdate.dump.program, FORMS);
    const { rows } = await adapter.rows();
    const workers = rows.find(({ label }) => label === "worker ×1,000");
    assert.equal(workers?.brief, "an entry of Map waiting in forms.mjs");
    assert.equal(workers.age, null, "a dump cannot tell since when");
    assert.equal(workers.place?.site.line, lineOf("worker"));
    const [worker] = (await adapter.rows({ parent: workers.id, limit: 1 })).rows;
    const [place] = (await adapter.rows({ parent: worker?.id ?? "" })).rows;
    assert.equal(place?.place?.site.line, lineOf("worker"));
    const variables = (await adapter.rows({ parent: place.id })).rows;
    assert.deepEqual(
      variables.map(({ label, icon }) => [label, icon]),
      [["n", "variable"]],
    );
    assert.match(variables[0]?.brief ?? "", /^\d+$/);
    const outer = rows.find(({ label }) => label === "outer");
    const frames = (await adapter.rows({ parent: outer?.id ?? "" })).rows;
    assert.deepEqual(
      frames.map(({ label, state }) => `${label} ${state}`),
      ["leaf waits here", "middle awaits the above", "outer awaits the above"],
    );
    const secrets = (await adapter.rows({ parent: frames[0]?.id ?? "" })).rows;
    assert.equal(secrets.find(({ label }) => label === "password")?.brief, "[masked]");
  });

  it("tells what is proved stuck, and who could wake the others", async () => {
    await dumped();
    const { rows } = await adapter.rows({ view: "findings" });
    assert.deepEqual(
      rows.map(({ label }) => label.split(":")[0]),
      ["the main flow can never go on", "leaked"],
    );
    const [task] = (await adapter.rows({ view: "findings", parent: rows[1]?.id ?? "" })).rows;
    assert.equal(task?.brief, "nobody can wake it");
    const workers = (await adapter.rows()).rows.find(({ label }) => label === "worker ×1,000");
    const { details } = (
      await adapter.customRequest("sluice/details", { view: "tasks", id: workers?.id ?? "" })
    ).body as { details: { text: string } };
    assert.match(details.text, /to be woken by an entry of Map `waiting` in forms\.mjs$/);
  });

  it("makes tasks threads that stand still, with their variables", async () => {
    await dumped();
    const stops = adapter.eventsOf("stopped");
    assert.equal(stops.length, 1);
    assert.equal((stops[0]?.body as { allThreadsStopped: boolean }).allThreadsStopped, true);
    const threads = await adapter.threads();
    const leaf = threads.find(({ name }) => name.startsWith("outer · "));
    assert.ok(leaf);
    const { stackFrames } = (await adapter.stackTraceRequest({ threadId: leaf.id })).body;
    const frame = stackFrames.find(({ name }) => name === "leaf");
    assert.equal(frame?.line, lineOf("leaf"));
    const { scopes } = (await adapter.scopesRequest({ frameId: frame.id })).body;
    assert.deepEqual(
      scopes.map(({ name }) => name),
      ["Locals", "Wait", "Task"],
    );
    const { variables } = (
      await adapter.variablesRequest({ variablesReference: scopes[0]?.variablesReference ?? 0 })
    ).body;
    assert.deepEqual(
      variables.map(({ name, value }) => `${name} = ${value}`),
      ['id = "a"', "password = [masked]"],
    );
  });

  it("leaves the process as it was, and what was shown stays after the session", async () => {
    const pid = await dumped();
    assert.ok(await refusesConnections(INSPECTOR_PORT));
    await adapter.disconnectRequest();
    await adapter.gone();
    assert.ok(isRunning(pid));
    const kept = adapter.lastUpdate?.ended?.views.tasks.pages.find(({ parent }) => parent === null);
    assert.ok(kept?.rows.some(({ label }) => label === "worker ×1,000"));
  });

  it("closes the inspector again when the client goes away in the middle", async () => {
    const pid = await startForms();
    adapter = await Adapter.start();
    await adapter.initializeRequest({
      adapterID: "sluice",
      pathFormat: "path",
      supportsProgressReporting: true,
    });
    void adapter.send("attach", { processId: pid }).catch(() => undefined);
    await adapter.until("the beginning of the dump", () => adapter.eventsOf("progressUpdate").length > 0);
    await adapter.disconnectRequest();
    await adapter.gone();
    assert.ok(await refusesConnections(INSPECTOR_PORT));
    assert.ok(isRunning(pid));
  });
});
