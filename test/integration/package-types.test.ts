/** The package's declarations, as the strictest of its users compile against them. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

const root = join(import.meta.dirname, "../..");

const program = `
import { Mutex, type Context, type Task, background, chan, go, select, withTimeout } from "sluice";

export async function main(): Promise<string | undefined> {
  const lines = chan<string>(1, "lines");
  const mu = new Mutex();
  const task: Task<number> = go((text: string) => text.length, "abc");
  const [ctx]: [Context, () => void] = withTimeout(background(), await task);
  using _ = await mu.lock(ctx);
  return select(lines.onReceive(), ctx);
}
`;

/** How modules are resolved, and a file that is so seen as ESM, as CommonJS, or as either. */
const consumers = [
  { resolution: "node16", module: "node16", file: "esm.mts" },
  { resolution: "node16", module: "node16", file: "commonjs.cts" },
  { resolution: "nodenext", module: "nodenext", file: "commonjs.cts" },
  { resolution: "bundler", module: "esnext", file: "bundled.ts" },
];

describe("the package's types", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sluice-types-"));
    mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
    const links = { sluice: "dist/npm", "@types/node": "node_modules/@types/node" };
    for (const [name, target] of Object.entries(links)) {
      symlinkSync(join(root, target), join(folder, "node_modules", name), "junction");
    }
    for (const { file } of consumers) writeFileSync(join(folder, file), program);
  });

  after(() => rmSync(folder, { recursive: true }));

  for (const { resolution, module, file } of consumers) {
    it(`satisfy a strict compiler: ${file} by ${resolution}`, async () => {
      const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"];
      const target = ["--target", "es2022", "--lib", "es2022,esnext.disposable", "--types", "node"];
      const how = ["--module", module, "--moduleResolution", resolution];
      const errors = await new Promise((resolve) => {
        const argv = [join(root, "node_modules/typescript/bin/tsc"), ...options, ...target, ...how, file];
        execFile(process.execPath, argv, { cwd: folder }, (_, stdout) => resolve(stdout));
      });
      assert.equal(errors, "");
    });
  }
});
