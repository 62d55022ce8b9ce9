/** Workers and child processes in a debug session: a row each, with their tasks under it. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { Adapter } from "./support/adapter.js";
import { launchOf } from "./support/programs.js";

let adapter: Adapter;
afterEach(() => adapter.stop());

describe("a program of a worker and a child process", () => {
  it("is shown with a row for each, and their tasks as threads", async () => {
    adapter = await Adapter.start();
    await adapter.begin("launch", launchOf("units/waits-for-all.mjs"));
    const rows = await adapter.until("rows of all three", async () => {
      const tree = await adapter.tree();
      const waiting = tree.every(({ branches }) => branches.length > 0);
      return tree.length === 3 && waiting && tree;
    });
    assert.deepEqual(rows.map(({ label }) => label.replace(/\d{2,}/, "<pid>")).sort(), [
      "(main)",
      "child process <pid> (waits-for-all.mjs)",
      "worker 1 (waits-for-all.mjs)",
    ]);
    await adapter.until("the words of each wait", async () => {
      const names = (await adapter.threads()).map(({ name }) => name);
      return (
        names.some((name) => name.startsWith("hearWorker · message from worker 1 ")) &&
        names.some((name) => name.startsWith("outliveChild · child process ")) &&
        names.some((name) => name.startsWith("worker 1: (main) · message from the parent ")) &&
        names.some((name) => /^child process \d+: \(main\) · message from the parent /.test(name))
      );
    });
    assert.equal(adapter.lastUpdate?.findings, 0);
    await adapter.terminateRequest();
    await adapter.ended();
    assert.match(adapter.output("console"), /The program was ended by SIGTERM/);
  });
});
