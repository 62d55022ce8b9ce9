import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { plainEnvironment, withNode } from "../../scripts/lib/processes.mjs";
import { comparableLines, counted, passedInReport, passedInTap } from "./outcome.mjs";

/** No test file takes so long on a slow machine: one that does hangs. */
const HANGS_AFTER_MS = 300_000;

const reporter = pathToFileURL(join(import.meta.dirname, "names-reporter.mjs")).href;

/**
 * @typedef {object} RunOptions
 * @property {string} node
 * @property {readonly string[]} preload Options of Node that switch the tracer on, or do nothing.
 * @property {string} cwd
 * @property {import("./subjects.mjs").Subject} subject
 */

/**
 * Runs one test file in a process of its own.
 *
 * @param {string} file
 * @param {RunOptions} options
 * @returns {Promise<{ passed: number, facts: import("./outcome.mjs").Facts }>}
 */
export async function runFile(file, { node, preload, cwd, subject }) {
  const scratch = mkdtempSync(join(tmpdir(), "sluice-transparency-"));
  try {
    const report = join(scratch, "report");
    const reports = [`--test-reporter=${reporter}`, `--test-reporter-destination=${report}`];
    const usesNodeTest = subject.runner === "node:test";
    const args = [...preload, ...(subject.nodeOptions ?? []), ...(usesNodeTest ? reports : []), file];
    const { end, stdout, stderr } = await execute(node, args, cwd);
    const passed = usesNodeTest ? passedInReport(textOf(report)) : passedInTap(stdout);
    const output = usesNodeTest ? `${stdout}\n${stderr}` : stderr;
    const facts = [
      ...passed.map((name) => `passes: ${name}`),
      `ends with: ${end}`,
      ...comparableLines(output).map((line) => `writes: ${line}`),
    ];
    return { passed: passed.length, facts: counted(facts) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {string} node
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<{ end: string, stdout: string, stderr: string }>}
 */
function execute(node, args, cwd) {
  // Colours would follow the terminal that this runs in.
  const env = { ...withNode(plainEnvironment(), node), NO_COLOR: "1" };
  const child = spawn(node, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let hangs = false;
  const timer = setTimeout(() => {
    hangs = true;
    child.kill("SIGKILL");
  }, HANGS_AFTER_MS);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  return new Promise((done, failed) => {
    child.once("error", failed);
    // Not "close": a process that the test left behind may hold the pipes.
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      setImmediate(() => done({ end: hangs ? "nothing: it hangs" : `${signal ?? code}`, stdout, stderr }));
    });
  });
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
