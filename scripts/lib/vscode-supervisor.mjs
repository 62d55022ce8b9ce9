// The program that holds a VS Code server: see vscode-server.mjs. It ends the server, and whatever the server
// started, when its standard input closes.
//
// usage: vscode-supervisor.mjs <order as JSON>

import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { descendantsOf, isAlive, markedProcesses, signalTo } from "./processes.mjs";

/** @typedef {{ node: string, args: string[], mark: string, remove: string | undefined }} SupervisorOrder */

const GRACE_MS = 1_000;

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

supervise(JSON.parse(process.argv[2] ?? "{}"));
