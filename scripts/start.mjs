/**
 * `npm start`: opens the demo in a real VS Code with Sluice in it, from a fresh clone with nothing installed.
 *
 *   npm start                            the `code` on PATH, else a VS Code server on 127.0.0.1
 *   npm start -- --server                the VS Code server in any case
 *   npm start -- --terminal [args...]    the demo under the tracer in this terminal alone
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findOnPath } from "./lib/chromium.mjs";
import { prepareDemo } from "./lib/demo.mjs";
import { ensurePackages } from "./lib/packages.mjs";
import { stageExtension } from "./lib/stage-extension.mjs";
import { startServer } from "./lib/vscode-server.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PROGRAM = "orders.ts";
const USAGE = "usage: npm start [-- --server | --terminal [arguments of the demo...]]";

/** @param {string} line */
function log(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function start([mode, ...rest]) {
  const known = [undefined, "--server", "--terminal"].includes(mode);
  if (!known || (mode !== "--terminal" && rest.length > 0)) {
    log(USAGE);
    return 64;
  }
  ensurePackages(root, log);
  log("Building ...");
  const built = await run(process.execPath, [join(root, "scripts", "build.mjs")]);
  if (built !== 0) return built;
  const demo = prepareDemo(root);
  if (mode === "--terminal") return inTerminal(demo, rest);
  if (mode !== "--server" && (await onDesktop(demo))) return 0;
  return inBrowser(demo);
}

/**
 * @param {string} demo
 * @param {readonly string[]} args
 */
function inTerminal(demo, args) {
  // The terminal's interrupts are the program's; this process stays to pass its exit code on.
  process.on("SIGINT", () => {});
  return run(process.execPath, [join(root, "dist", "npm", "sluice.cjs"), "run", PROGRAM, ...args], demo);
}

/**
 * @param {string} demo
 * @returns {Promise<boolean>} false when there is no desktop VS Code, or it does not start
 */
async function onDesktop(demo) {
  const code = findOnPath("code");
  if (code === undefined) return false;
  const args = [`--extensionDevelopmentPath=${root}`, demo, join(demo, PROGRAM)];
  // On Windows it is a script, which only a shell can run.
  const shell = process.platform === "win32";
  const quoted = (/** @type {string} */ text) => (shell ? `"${text}"` : text);
  const code_ = await run(quoted(code), args.map(quoted), demo, shell);
  if (code_ === 0) log(`VS Code opens ${demo}. Press F5 there, and look at Sluice in the activity bar.`);
  else log(`${code} did not start: a VS Code server is used instead.`);
  return code_ === 0;
}

/** @param {string} demo */
async function inBrowser(demo) {
  const server = await startServer({ extensionDir: stageExtension(root), log });
  const interrupted = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve(true));
  });
  process.stdout.write(`\n  VS Code with Sluice:  ${addressOf(server, demo)}\n\n`);
  log("Open it in a browser, press F5, and look at Sluice in the activity bar. Ctrl+C here ends it.");
  const wanted = await Promise.race([interrupted, server.stopped]);
  await server.stop();
  if (wanted !== true) log("The VS Code server ended by itself.");
  return wanted === true ? 0 : 1;
}

/**
 * The demo with its program open.
 *
 * @param {import("./lib/vscode-server.mjs").RunningServer} server
 * @param {string} demo
 */
function addressOf(server, demo) {
  const address = new URL(server.urlFor(demo));
  const file = `vscode-remote://${address.host}${join(demo, PROGRAM)}`;
  address.searchParams.set("payload", JSON.stringify([["openFile", file]]));
  return address.href;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} [cwd]
 * @param {boolean} [shell]
 * @returns {Promise<number>} the exit code; of a signal what shells make of it
 */
async function run(command, args, cwd = root, shell = false) {
  const child = spawn(command, args, { cwd, shell, stdio: "inherit" });
  const [code] = await once(child, "close").catch(() => [127]);
  return code ?? 130;
}

process.exitCode = await start(process.argv.slice(2));
