/** What a bundler leaves of the library when a program imports one thing of it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { build } from "esbuild";

const library = join(import.meta.dirname, "../../../tracer/runtime/index.ts");

/** The library's modules that a bundle of this program holds. */
async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program.replace("sluice", library), resolveDir: import.meta.dirname },
    bundle: true,
    treeShaking: true,
    platform: "node",
    format: "esm",
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output!.inputs)
    .filter(([path, { bytesInOutput }]) => path.includes("runtime/") && bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*runtime\//, ""))
    .sort();
}

describe("a bundle", () => {
  it("of chan alone holds nothing of the rest", async () => {
    assert.deepEqual(await modulesOf('import { chan } from "sluice"; chan();'), [
      "cancel.ts",
      "case.ts",
      "channel.ts",
      "errors.ts",
      "probe.ts",
      "ring.ts",
      "turn.ts",
      "waiter.ts",
    ]);
  });

  it("of a mutex alone holds no channel", async () => {
    const modules = await modulesOf('import { Mutex } from "sluice"; new Mutex();');
    assert.ok(!modules.includes("channel.ts") && !modules.includes("semaphore.ts"), modules.join(" "));
  });

  it("of nothing holds nothing", async () => {
    assert.deepEqual(await modulesOf('import "sluice";'), []);
  });
});
