/**
 * `npm test`: sets up what the tests need from nothing, builds, and runs every suite. The last line is
 * `N passed, N failed`. `npm test -- unit protocol` runs only the suites named.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureNodes } from "./lib/nodes.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { SUMMARY_MARK } from "./lib/test-reporter.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Checks that read the sources; each counts as one test. */
const CHECKS = {
  types: ["typescript/bin/tsc", "-b"],
  lint: ["eslint/bin/eslint.js", ".", "--max-warnings", "0"],
  format: ["prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."],
  "unused code": ["knip/bin/knip.js"],
};

/** Folders of tests, in the order in which they run. The library's run on every supported Node. */
const SUITES = ["unit", "property", "protocol", "integration", "vscode"];
const ON_EVERY_NODE = "unit/runtime";

let passed = 0;
/** @type {string[]} */
const failed = [];

/** @param {string} line */
function log(line) {
  process.stdout.write(`\n== ${line}\n`);
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function check(name, args) {
  log(name);
  const { code } = await run(process.execPath, args);
  if (code === 0) passed++;
  else failed.push(name);
}

/**
 * Runs the test files below a folder of `test/` on a Node. What fails there runs once more with nothing beside it: a
 * machine that stalls fails a test once, a broken program each time.
 * @param {string} folder
 * @param {string} node
 * @param {string} title
 */
async function suite(folder, node, title) {
  const files = testFiles(join(root, "test", folder));
  if (files.length === 0) return;
  log(title);
  // Tests of the interface share a screen's worth of machine; the others may overlap.
  const first = await runTests(files, node, folder === "vscode" ? 1 : 2);
  if (first === null) {
    failed.push(`${title}: the test runner ended without a summary`);
    return;
  }
  passed += first.passed;
  for (const file of new Set(first.failed.map((one) => one.file))) {
    const before = first.failed.filter((one) => one.file === file);
    log(`${title}: ${file === "" ? "?" : relative(root, file)} once more`);
    const second = file === "" ? null : await runTests([file], node, 1);
    const still = second === null ? before : second.failed;
    passed += Math.max(0, before.length - still.length);
    failed.push(...still.map(({ name }) => `${title}: ${name}`));
    if (still.length === 0)
      log(`${title}: passed the second time: ${before.map(({ name }) => name).join(", ")}`);
  }
}

/**
 * @param {readonly string[]} files
 * @param {string} node
 * @param {number} concurrency How many files at once.
 * @returns {Promise<{ passed: number, failed: { name: string, file: string }[] } | null>} Null if the runner broke down.
 */
async function runTests(files, node, concurrency) {
  const reporter = join(root, "scripts/lib/test-reporter.mjs");
  const { code, output } = await run(node, [
    ...["--import", "tsx", "--test", `--test-concurrency=${concurrency}`, `--test-reporter=${reporter}`],
    ...files,
  ]);
  if (!output.includes(SUMMARY_MARK)) return null;
  const counts = JSON.parse(output.split(SUMMARY_MARK).at(-1) ?? "");
  if (code !== 0 && counts.failed.length === 0) return null;
  return counts;
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function testFiles(folder) {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.ts"))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
    process.stdout.write(text.replace(new RegExp(`${SUMMARY_MARK}.*\n`), ""));
  });
  return new Promise((done) => child.once("close", (code) => done({ code, output })));
}

const wanted = process.argv.slice(2);
/** @param {string} name */
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);

ensurePackages(root, log);
const nodes = ensureNodes({ log });
log("build");
const build = await run(process.execPath, [join(root, "scripts/build.mjs")]);
if (build.code !== 0) failed.push("build");
if (isWanted("checks")) {
  for (const [name, [tool = "", ...args]] of Object.entries(CHECKS)) {
    await check(name, [join(root, "node_modules", tool), ...args]);
  }
}
for (const folder of SUITES) {
  if (isWanted(folder)) await suite(folder, process.execPath, folder);
}
if (isWanted("unit")) {
  for (const { version, path } of nodes) {
    if (path !== process.execPath) await suite(ON_EVERY_NODE, path, `${ON_EVERY_NODE} on Node ${version}`);
  }
}

for (const name of failed) process.stdout.write(`\nfailed: ${name}`);
process.stdout.write(`\n\n${passed} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
