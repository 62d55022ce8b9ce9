/** `sluice dap` and `sluice lsp`: an editor that ends the command has ended the server. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, it } from "node:test";
import { command, sluice } from "./support/sluice.js";

const INITIALIZE = {
  dap: {
    seq: 1,
    type: "request",
    command: "initialize",
    arguments: { adapterID: "sluice", pathFormat: "path" },
  },
  lsp: {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { processId: null, rootUri: null, capabilities: {} },
  },
};

describe("the servers of the command", { concurrency: 2 }, () => {
  for (const [name, message] of Object.entries(INITIALIZE)) {
    it(`sluice ${name} answers, and is gone when it is killed`, async () => {
      const child = spawn(process.execPath, [command, name], { stdio: ["pipe", "pipe", "inherit"] });
      const text = JSON.stringify(message);
      child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
      let answer = "";
      for await (const piece of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
        answer += String(piece);
        if (answer.includes("capabilities") || answer.includes("supports")) break;
      }
      assert.match(answer, /^Content-Length: \d+\r\n\r\n\{/);
      child.stdout.resume();
      child.kill("SIGKILL");
      // A process that went on would hold the output open.
      const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
      assert.deepEqual({ code, signal }, { code: null, signal: "SIGKILL" });
    });
  }

  it("help is told wherever it is asked for", async () => {
    const help = await sluice("--help");
    assert.match(help.stdout, /^usage: sluice/);
    for (const args of [["-h"], ["help"], ["run", "--help"], ["dump", "-h"]]) {
      assert.deepEqual(await sluice(...args), help);
    }
  });
});
