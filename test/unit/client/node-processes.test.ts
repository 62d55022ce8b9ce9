/** The Node processes that can be picked for a dump. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, it } from "node:test";
import { nodeProcesses, parseRow } from "../../../client/launch/node-processes.js";

describe("the Node processes of this machine", () => {
  it("are told with what they run, but for those of VS Code", async () => {
    const script = "process.stdout.write('ready'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ["-e", script, "shop"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      await once(child.stdout, "data");
      const found = (await nodeProcesses([])).find(({ pid }) => pid === child.pid);
      assert.equal(found?.command, `-e ${script} shop`);
      assert.equal(found.cwd ?? process.cwd(), process.cwd());
      const others = await nodeProcesses(["process.stdout.write('ready')"]);
      assert.ok(others.every(({ pid }) => pid !== child.pid && pid !== process.pid));
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("are read from the tables of other systems", () => {
    const told = (line: string): string[] => parseRow(line).map(({ pid, command }) => `${pid} ${command}`);
    assert.deepEqual(told("  501 /usr/local/bin/node server.js --port 80"), ["501 server.js --port 80"]);
    assert.deepEqual(told('77 "C:\\Program Files\\nodejs\\node.exe" app.js'), ["77 app.js"]);
    assert.deepEqual(told("9 node"), ["9 node"]);
    assert.deepEqual(told("10 /bin/bash -c node"), []);
    assert.deepEqual(told(""), []);
  });
});
