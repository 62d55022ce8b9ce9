/** How often lines ran, by what V8 really counts. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { readLineCounts } from "../../../server/session/line-counts.js";

const execute = promisify(execFile);

describe("how often lines ran", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "sluice-counts-"));
    await symlink(
      join(import.meta.dirname, "../../../node_modules"),
      join(folder, "node_modules"),
      "junction",
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** "count text" for each line, in their order. */
  async function counted(
    name: string,
    text: string,
    atLeast = 0,
    nodeArgs: string[] = [],
  ): Promise<string[]> {
    const file = join(folder, name);
    const counts = join(folder, `${name}.counts`);
    await writeFile(file, text);
    await execute(process.execPath, [...nodeArgs, file], {
      env: { ...process.env, NODE_V8_COVERAGE: counts },
    });
    const files = await readLineCounts(counts, atLeast, join(folder, "ours"));
    const own = files.find((one) => one.file === file);
    return own?.lines.map((one) => `${one.count} ${one.text}`) ?? [];
  }

  it("is the least of what stands on a line", async () => {
    const text = `function odd(n) {
  if (n % 2 === 0) return false;
  return true;
}
for (let n = 0; n < 10; n++) {
  odd(n);
}

const pair = (n) => n > 7 ? n : 0; [1, 9].map(pair);
`;
    assert.deepEqual(await counted("odd.cjs", text), [
      "10 function odd(n) {",
      "5 if (n % 2 === 0) return false;",
      "5 return true;",
      // Nothing ends the last statement's block before the function's own end.
      "10 }",
      "1 for (let n = 0; n < 10; n++) {",
      "10 odd(n);",
      "10 }",
      "1 const pair = (n) => n > 7 ? n : 0; [1, 9].map(pair);",
    ]);
  });

  it("counts an await that was waited for in vain as not passed", async () => {
    const text = `async function once(turn) {
  await (turn < 3 ? turn : new Promise(() => {}));
  return turn;
}
for (let turn = 0; turn < 5; turn++) once(turn);
`;
    const lines = await counted("vain.mjs", text);
    assert.ok(lines.includes("3 return turn;"), lines.join("\n"));
    assert.ok(!lines.some((line) => line.startsWith("5 await")), lines.join("\n"));
  });

  it("is told of the source that a loader compiled", async () => {
    const text = `interface Turn {
  readonly n: number;
}

enum Side { Left, Right }

function side({ n }: Turn): Side {
  return n % 2 === 0
    ? Side.Left
    : Side.Right;
}

for (let n = 0; n < 7; n++) side({ n });
`;
    const tsx = pathToFileURL(join(import.meta.dirname, "../../../node_modules/tsx/dist/loader.mjs")).href;
    const lines = await counted("typed.ts", text, 1, ["--import", tsx]);
    assert.ok(lines.includes("4 ? Side.Left") && lines.includes("3 : Side.Right;"), lines.join("\n"));
  });

  it("leaves out what ran less often, and packages", async () => {
    const lines = await counted(
      "often.cjs",
      "let sum = 0;\nfor (let n = 0; n < 20; n++) {\n  sum += n;\n}\n",
      10,
    );
    assert.deepEqual(lines, ["20 sum += n;", "20 }"]);
    assert.deepEqual(await readLineCounts(join(folder, "nowhere"), 0, folder), []);
  });
});
