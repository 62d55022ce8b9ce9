/** `sluice lint` as a process: what it writes in each format, and how it ends. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Log } from "sarif";
import { command, execute, program, sluice, type Outcome } from "./support/sluice.js";

const WARNS = 'import { chan } from "sluice";\nexport const jobs = chan<string>(1);\njobs.send("a");\n';
const FAILS =
  'import { chan } from "sluice";\nexport const jobs = chan<string>(1);\njobs.close();\njobs.close();\n';
const EXECUTOR = "export const a = new Promise(async (resolve) => resolve(await fetch('x')));\n";

const FILES: Readonly<Record<string, string>> = {
  "src/warns.ts": WARNS,
  "src/fails.mjs": FAILS.replaceAll("<string>", ""),
  "src/fine.jsx": "export const Fine = () => <p>fine</p>;\n",
  "src/silenced.ts": WARNS.replace(
    "jobs.send",
    "// sluice-ignore chan/missing-await: the buffer has room\njobs.send",
  ),
  "src/vain.ts":
    "// sluice-ignore chan/missing-await: long gone\n// sluice-ignore leak: a run may tell\n// sluice-ignore chan/nonsense: a typo\n",
  "src/types.d.ts": WARNS,
  "src/node_modules/other/index.js": FAILS,
  "src/.hidden/index.js": FAILS,
  "eslinted/own.ts": EXECUTOR,
  "eslinted/eslint.config.mjs": 'export default [{ rules: { "no-async-promise-executor": "error" } }];\n',
  "readme.txt": "no source\n",
};

interface JsonReport {
  readonly files: number;
  readonly errors: number;
  readonly problems: readonly {
    file: string;
    line: number;
    column: number;
    code: string;
    severity: string;
    fixes: string[];
  }[];
}

describe("sluice lint", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "sluice-lint-"));
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  });
  after(() => rm(folder, { recursive: true }));

  const lint = (...args: string[]): Promise<Outcome> =>
    execute(process.execPath, [command, "lint", ...args], process.env, folder);

  it("writes a line for each problem, and exits 1 when one is an error", async () => {
    const { code, stdout, stderr } = await lint("src");
    assert.equal(stderr, "");
    assert.deepEqual(stdout.split("\n"), [
      "src/fails.mjs:4:1: error: jobs is closed already, in line 3: this throws (chan/double-close)",
      "src/vain.ts:1:1: information: there is no chan/missing-await here to silence (silencer/unused)",
      "src/vain.ts:3:1: information: chan/nonsense is no code and no kind of finding (silencer/unknown)",
      "src/warns.ts:3:1: warning: send() is not awaited: the next line runs before the value is taken, and an error goes unheard (chan/missing-await)",
      "4 problems, 1 error in 5 files",
      "",
    ]);
    assert.equal(code, 1);
  });

  it("exits 0 when there are warnings alone, or nothing", async () => {
    assert.equal((await lint("src/warns.ts")).code, 0);
    const { code, stdout } = await lint("src/fine.jsx", "src/silenced.ts");
    assert.deepEqual([code, stdout], [0, "no problems in 2 files\n"]);
  });

  it("writes JSON", async () => {
    const { code, stdout } = await lint("--format", "json", "src/fails.mjs", "src/warns.ts");
    const { files, errors, problems } = JSON.parse(stdout) as JsonReport;
    assert.deepEqual([code, files, errors], [1, 2, 1]);
    assert.deepEqual(
      problems.map(({ file, line, column, code, severity, fixes }) => [
        file,
        line,
        column,
        code,
        severity,
        fixes,
      ]),
      [
        [join(folder, "src/fails.mjs"), 4, 1, "chan/double-close", "error", ["Remove the second close()"]],
        [join(folder, "src/warns.ts"), 3, 1, "chan/missing-await", "warning", ["Add await"]],
      ],
    );
  });

  it("writes SARIF, with the rules, the places and the fixes", async () => {
    const { code, stdout } = await lint("--format=sarif", "src/fails.mjs");
    const { version, runs } = JSON.parse(stdout) as Log;
    assert.deepEqual([code, version, runs.length], [1, "2.1.0", 1]);
    const { tool, results = [] } = runs[0]!;
    const described = tool.driver.rules?.find(({ id }) => id === "chan/double-close");
    assert.equal(described?.defaultConfiguration?.level, "error");
    const [result] = results;
    assert.equal(result?.ruleId, "chan/double-close");
    assert.equal(result.level, "error");
    const where = result.locations?.[0]?.physicalLocation;
    assert.match(where?.artifactLocation?.uri ?? "", /^file:\/\/\/.*\/src\/fails\.mjs$/);
    assert.deepEqual(where?.region, { startLine: 4, startColumn: 1, endLine: 4, endColumn: 13 });
    assert.equal(result.relatedLocations?.[0]?.physicalLocation?.region?.startLine, 3);
    const [change] = result.fixes?.[0]?.artifactChanges ?? [];
    assert.deepEqual(change?.replacements[0]?.deletedRegion, {
      startLine: 4,
      startColumn: 1,
      endLine: 5,
      endColumn: 1,
    });
  });

  it("leaves to ESLint what the project's configuration names", async () => {
    assert.equal((await lint("eslinted/own.ts")).stdout, "no problems in 1 file\n");
  });

  it("tells the shared counter race, and nothing of the counter with a lock", async () => {
    const race = await sluice("lint", program("examples/counter-race.mjs"));
    assert.match(
      race.stdout,
      /counter-race\.mjs:14:5: warning: counter is computed .*\(promise\/stale-write\)\n/,
    );
    assert.match(
      (await sluice("lint", program("examples/counter-mutex.mjs"))).stdout,
      /^no problems in 1 file\n$/,
    );
  });

  it("says in one line what is wrong with its arguments", async () => {
    const wrong: [string[], number, RegExp][] = [
      [[], 64, /^sluice lint: give files or folders: .*\n$/],
      [["--format", "xml", "src"], 64, /^sluice lint: --format xml: there are text, json, sarif\n$/],
      [["--fix", "src"], 64, /^sluice lint: Unknown option '--fix'; see sluice --help\n$/],
      [["src/gone.ts"], 65, /^sluice lint: there is no file or folder src\/gone\.ts\n$/],
      [["readme.txt"], 65, /^sluice lint: readme\.txt is neither JavaScript nor TypeScript\n$/],
    ];
    for (const [args, exit, words] of wrong) {
      const { code, stdout, stderr } = await lint(...args);
      assert.deepEqual([code, stdout], [exit, ""]);
      assert.match(stderr, words);
    }
  });

  it("says which file it could not look at, and goes on", async () => {
    const deep = join(folder, "deep.js");
    await writeFile(deep, `x = ${"[".repeat(20_000)}${"]".repeat(20_000)};\n`);
    const { code, stdout, stderr } = await lint("deep.js", "src/fine.jsx");
    assert.deepEqual([code, stdout], [0, "no problems in 1 file\n"]);
    assert.match(stderr, /^sluice lint: .*deep\.js: it is nested too deeply\n$/);
  });
});
