/**
 * `npm run transparency -- <package...>`: the test suites of other people's packages, without the tracer and with it. A
 * table on stderr, JSON on stdout; exit code 1 where anything differs that does not differ by itself.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { installed } from "../test/transparency/install.mjs";
import { isSame } from "../test/transparency/outcome.mjs";
import { subjects } from "../test/transparency/subjects.mjs";
import { runSuite } from "../test/transparency/suite.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist/npm");

// Plain JavaScript without types, as benchmarks are.
const { alignedRows } = await import(new URL("../test/bench/table.mjs", import.meta.url).href);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    node: { type: "string", default: process.execPath },
    require: { type: "boolean", default: false },
    files: { type: "string", default: "" },
  },
});
const unknown = positionals.find((name) => subjects.every((subject) => subject.name !== name));
if (unknown !== undefined) {
  console.error(`no such package: ${unknown} (there are ${subjects.map(({ name }) => name).join(", ")})`);
  process.exit(64);
}
if (!existsSync(join(dist, "register.mjs"))) {
  console.error("the tracer is not built: run `npm run build` first");
  process.exit(65);
}
/** @type {{ plain: string[], traced: string[] }} */
const preload = values.require
  ? { plain: [], traced: ["--require", join(dist, "register.cjs")] }
  : {
      plain: imported(join(root, "test/transparency/nothing.mjs")),
      traced: imported(join(dist, "register.mjs")),
    };
const version = execFileSync(values.node, ["--version"], { encoding: "utf8" }).trim();

const results = [];
for (const subject of subjects) {
  if (positionals.length > 0 && !positionals.includes(subject.name)) continue;
  const files = await runSuite(subject, {
    node: values.node,
    preload,
    folder: installed(subject, console.error),
    only: new RegExp(values.files),
    log: (line) => console.error(`${subject.name}: ${line}`),
  });
  const result = {
    package: subject.name,
    version: subject.version,
    node: version,
    files: files.length,
    passed: files.reduce((sum, { passed }) => sum + passed, 0),
    same: files.every(({ difference }) => isSame(difference)),
    different: files.filter(({ difference }) => !isSame(difference)),
    flaky: files.filter(({ difference }) => difference.flaky.length > 0),
  };
  results.push(result);
  // All of them take long: who breaks it off, or is broken off, has what there was.
  console.error(rowOf(result).join("  "));
}
const rows = results.map(rowOf);
console.error(
  alignedRows([["package", "version", "files", "tests", `Node ${version}`, "flaky files"], ...rows]),
);
console.log(JSON.stringify(results, null, 2));
process.exitCode = results.every(({ same }) => same) ? 0 : 1;

/** @param {(typeof results)[number]} one */
function rowOf(one) {
  return [
    one.package,
    one.version,
    `${one.files}`,
    `${one.passed}`,
    one.same ? "same" : "DIFFERENT",
    `${one.flaky.length}`,
  ];
}

/** @param {string} file */
function imported(file) {
  return ["--import", pathToFileURL(file).href];
}
