/** Places are those of the source that the user wrote, wherever its map is. */
import assert from "node:assert/strict";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { build, type BuildOptions } from "esbuild";
import type { Report } from "../../server/cli/report.js";
import { blockedSites, sorted } from "./support/marks.js";
import { program, sluice } from "./support/sluice.js";

const SOURCE = program("kernels/typed-deadlock.ts");

const COMPILED: Readonly<Record<string, BuildOptions>> = {
  "beside the compiled file": { sourcemap: "linked", outfile: "linked.mjs", format: "esm" },
  "inside the compiled file": { sourcemap: "inline", outfile: "inline.mjs", format: "esm" },
  "of a minified CommonJS file": {
    sourcemap: "linked",
    outfile: "minified.cjs",
    format: "cjs",
    minify: true,
  },
};

describe("source maps", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "sluice-maps-"));
    await symlink(resolve("node_modules"), join(folder, "node_modules"), "junction");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [where, options] of Object.entries(COMPILED)) {
    it(where, async () => {
      const outfile = join(folder, options.outfile ?? "");
      await build({ ...options, outfile, entryPoints: [SOURCE], keepNames: true, platform: "node" });
      const { stdout, stderr } = await sluice("run", "--quiet", "--report", "-", outfile);
      assert.equal(stderr, "");
      const report = JSON.parse(stdout) as Report;
      const stack = report.tasks.find(({ id }) => id === report.findings[0]?.tasks[0])?.stack ?? [];
      const places = (text: string): string => text.replace(/^\S+ /, "");
      assert.deepEqual(sorted(stack).map(places).sort(), sorted(blockedSites(SOURCE)).map(places).sort());
    });
  }
});
