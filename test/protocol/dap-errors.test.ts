/** What goes wrong with a launch is told once, in one line, and the adapter goes on to serve. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "node:test";
import { Adapter } from "./support/adapter.js";
import { launchOf, program, root } from "./support/programs.js";

let adapter: Adapter;
afterEach(() => adapter.stop());

async function refusal(configuration: object, terminals = true): Promise<string> {
  adapter = await Adapter.start();
  const message = await adapter.refusal("launch", configuration, terminals);
  assert.ok(!message.includes("\n"), `one line: ${message}`);
  assert.deepEqual(await adapter.threads(), []);
  assert.deepEqual(await adapter.rows(), { rows: [], total: 0 });
  return message;
}

describe("a launch is refused", () => {
  it("without a program", async () => {
    assert.equal(await refusal({}), '"program" is missing: the path of the script to run');
  });

  it("of a program that is not there", async () => {
    const path = program("no-such.ts");
    assert.equal(await refusal(launchOf("no-such.ts")), `There is no program ${path}: check the path`);
  });

  it("in a folder that is not there", async () => {
    const message = await refusal(launchOf("behaviour/waits.mjs", { cwd: join(root, "no-such") }));
    assert.match(message, /^The working directory .*no-such does not exist: check "cwd"$/);
  });

  it("of attributes of the wrong type", async () => {
    assert.equal(
      await refusal(launchOf("behaviour/waits.mjs", { args: "one two" })),
      '"args" must be a list of strings',
    );
  });

  it("on a Node that is not there", async () => {
    const message = await refusal(launchOf("behaviour/waits.mjs", { runtimeExecutable: "/no/such/node" }));
    assert.match(message, /^Cannot run \/no\/such\/node: there is no such executable/);
  });

  it("of TypeScript where neither Node nor tsx can run it", { skip: stripsTypes() }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "sluice-dap-"));
    try {
      const file = join(folder, "app.ts");
      await writeFile(file, "export const answer: number = 42;\n");
      const message = await refusal({ program: file, cwd: folder, runtimeExecutable: process.execPath });
      assert.match(
        message,
        /^Node v.* cannot run .*app\.ts by itself: install tsx beside it .* or use Node 22\.18/,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("in a terminal by a client that has none", async () => {
    const message = await refusal(launchOf("behaviour/waits.mjs", { console: "integratedTerminal" }), false);
    assert.match(message, /^This client has no terminals: set "console" to internalConsole$/);
  });
});

describe("a program that ends badly", () => {
  it("by an error at once has the error in its output, and its exit code told", async () => {
    adapter = await Adapter.start();
    await adapter.begin("launch", launchOf("behaviour/throws-at-once.mjs"));
    await adapter.ended();
    assert.match(adapter.output("stderr"), /RangeError: at once/);
    assert.doesNotMatch(adapter.output("stderr"), /Sluice cannot follow/);
    assert.equal(adapter.output("console"), "The program exited with code 1.\n");
    assert.deepEqual(adapter.eventsOf("exited")[0]?.body, { exitCode: 1 });
    assert.equal(adapter.lastUpdate?.ended?.how, "exited with code 1");
    assert.equal(adapter.lastUpdate.findings, 0);
  });

  it("by SIGKILL is told as that, with the tasks that it left", async () => {
    adapter = await Adapter.start();
    await adapter.begin("launch", launchOf("behaviour/kills-itself.mjs"));
    await adapter.ended();
    assert.equal(adapter.output("console"), "The program was ended by SIGKILL.\n");
    assert.deepEqual(adapter.eventsOf("exited")[0]?.body, { exitCode: 137 });
    assert.equal(adapter.lastUpdate?.findings, 0);
    const rows = adapter.lastUpdate.ended?.views.tasks.pages.flatMap((page) => page.rows) ?? [];
    assert.ok(rows.some(({ label, state }) => label === "waiter" && state.startsWith("waiting for a timer")));
  });
});

function stripsTypes(): boolean {
  return Boolean((process.features as { typescript?: unknown }).typescript);
}
