/** Runs the examples as a user would: as plain ESM, with the library as a package beside them. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../../..");
const examples = join(root, "test/programs/examples");

/** What each prints; the one that is meant to deadlock ends with Node's exit code for that. */
const expected: Record<string, { readonly stdout: string; readonly code?: number }> = {
  "bridge.mjs": { stdout: "a1 a2 b1 b2\n" },
  "counter-mutex.mjs": { stdout: "lost none of 100\n" },
  "counter-race.mjs": { stdout: "lost some of 100\n" },
  "errgroup.mjs": { stdout: "b: no such page\n2 stopped early\n" },
  "fan-in.mjs": { stdout: "6 from 2 sources\n" },
  "fan-out.mjs": { stdout: "12 jobs by 3 workers\n" },
  "graceful-shutdown.mjs": { stdout: "received SIGTERM\n200 done\nclosed\n" },
  "http-cancel.mjs": { stdout: "client: the user left\nserver: gave up\n" },
  "or-done.mjs": { stdout: "0 1 2, then the context ended\n" },
  "pipeline.mjs": { stdout: "0 4 16 36 64\n" },
  "select-timeout.mjs": { stdout: "fast\ntimeout\n" },
  "tee.mjs": { stdout: "sum 10, largest 4\n" },
  "two-senders-deadlock.mjs": { stdout: "two tasks, each sends first\n", code: 13 },
  "worker-pool.mjs": { stdout: "17984\n" },
};

describe("the examples", () => {
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "sluice-examples-"));
    const library = join(folder, "node_modules/sluice");
    mkdirSync(library, { recursive: true });
    writeFileSync(join(library, "package.json"), '{ "name": "sluice", "exports": "./index.mjs" }');
    await build({
      entryPoints: [join(root, "tracer/runtime/index.ts")],
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      outfile: join(library, "index.mjs"),
    });
    cpSync(examples, folder, { recursive: true });
  });

  after(() => rmSync(folder, { recursive: true }));

  it("are all here", () => {
    assert.deepEqual(readdirSync(examples).sort(), Object.keys(expected));
  });

  for (const [file, { stdout, code = 0 }] of Object.entries(expected)) {
    it(`print what they say: ${file}`, async () => {
      const result = await new Promise((resolve) => {
        execFile(process.execPath, [join(folder, file)], { timeout: 30_000 }, (error, out) => {
          resolve({ stdout: out, code: error === null ? 0 : error.code });
        });
      });
      assert.deepEqual(result, { stdout, code });
    });
  }
});
