// A real VS Code without a display: its server, started with one extension in it.
//
// A started server is held by a supervisor (vscode-supervisor.mjs) in a process group of its own. It lives exactly
// as long as its standard input, which we hold: whether we call stop(), are interrupted, or are killed outright,
// that pipe closes, and the supervisor ends every process of the server and removes its data.

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { lastLinesOf, plainEnvironment, run, withNode } from "./processes.mjs";
import { ensureServer } from "./vscode-install.mjs";

const SUPERVISOR = fileURLToPath(new URL("vscode-supervisor.mjs", import.meta.url));

/** Inherited by every process that the server starts, however far removed, so that all can be found. */
const MARK = "SLUICE_VSCODE_SERVER";

/** @typedef {import("./vscode-install.mjs").Log} Log */
/** @typedef {import("./vscode-supervisor.mjs").SupervisorOrder} SupervisorOrder */

/**
 * @typedef {object} StartOptions
 * @property {string} [extensionDir] the unpacked extension, as the VSIX would hold it
 * @property {string} [vsix] or the packed one
 * @property {Record<string, unknown>} [settings] on top of QUIET_SETTINGS
 * @property {boolean} [workspaceTrust] folders open as the settings on trust have it; default: all are trusted
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

/** A socket's path may have 107 characters; VS Code's names take 53 of them. */
const SOCKET_FOLDER_LIMIT = 54;

/**
 * Starts a VS Code server on 127.0.0.1 with one extension in it, and waits until it listens.
 * Programs that are debugged in it run on the Node that runs this.
 * @param {StartOptions} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer({
  extensionDir,
  vsix,
  settings = {},
  workspaceTrust = false,
  port = 0,
  dataDir,
  log = () => {},
}) {
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
    ...(workspaceTrust ? [] : ["--disable-workspace-trust"]),
    "--disable-telemetry",
    "--force-disable-user-env",
  ];
  const supervisor = spawnSupervisor({ node, args, mark: `${MARK}=${mark}`, remove }, env);
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
/**
 * @param {SupervisorOrder} order
 * @param {NodeJS.ProcessEnv} env
 */
function spawnSupervisor(order, env) {
  const args = [SUPERVISOR, JSON.stringify(order)];
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
