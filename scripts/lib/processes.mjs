/** Running other programs, and finding and ending what they leave. */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, delimiter, dirname } from "node:path";
import { findOnPath } from "./chromium.mjs";

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export function run(file, args, options) {
  return new Promise((done, failed) => {
    const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const tail = lastLinesOf(child);
    child.once("error", failed);
    child.once("close", (code, signal) => {
      if (code === 0) return done();
      const command = [basename(file), ...args.map((arg) => basename(arg))].join(" ");
      failed(new Error(`${command} failed (${signal ?? `exit code ${code}`}):\n${tail()}`));
    });
  });
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {() => string}
 */
export function lastLinesOf(child) {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk) => (text = (text + chunk).slice(-4_000)));
  }
  return () => text.trim();
}

/** What npm, a test runner, or the editor around us put into the environment for itself. */
const OTHERS_VARIABLES = /^(npm_|INIT_CWD$|NODE_OPTIONS$|NODE_TEST_CONTEXT$|VSCODE_|ELECTRON_)/;

/**
 * @param {{ keepNpmConfig?: boolean }} [options]
 * @returns {NodeJS.ProcessEnv}
 */
export function plainEnvironment({ keepNpmConfig = false } = {}) {
  const isKept = (/** @type {string} */ name) =>
    !OTHERS_VARIABLES.test(name) || (keepNpmConfig && /^npm_config_/i.test(name));
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isKept(name)));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} node the one to be `node` on PATH
 * @returns {NodeJS.ProcessEnv}
 */
export function withNode(env, node) {
  const onPath = findOnPath("node");
  if (onPath && realpathSync(onPath) === realpathSync(node)) return env;
  return { ...env, PATH: [dirname(node), env["PATH"]].join(delimiter) };
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * Every process with the mark, `NAME=value`, in its environment, also one that nobody is the parent of any more.
 * @param {string} mark
 * @returns {number[]}
 */
export function markedProcesses(mark) {
  const pids = readdirSync("/proc").map(Number);
  return pids.filter((pid) => {
    if (!(pid > 0) || pid === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`${mark}\0`);
    } catch {
      return false; // gone, or another user's
    }
  });
}

/**
 * @param {number | undefined} root
 * @returns {number[]}
 */
export function descendantsOf(root) {
  if (root === undefined) return [];
  const table = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).stdout ?? "";
  const rows = [...table.matchAll(/(\d+) +(\d+)/g)].map(([, pid, parent]) => ({
    pid: Number(pid),
    parent: Number(parent),
  }));
  const family = [root];
  // The list grows while it is walked.
  for (const elder of family)
    family.push(...rows.filter((row) => row.parent === elder).map((row) => row.pid));
  return family;
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalTo(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** @param {unknown} error */
export function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
