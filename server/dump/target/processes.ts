/** What the system tells about a process that is to be dumped. */
import { readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { dumpErrors } from "../errors.js";

const NODE_NAME = /^(node|nodejs|node\d+)(\.exe)?( \(deleted\))?$/;

/** @throws {DumpError} when the process is not there, not ours, or plainly no Node. */
export function checkProcess(pid: number): void {
  if (pid === process.pid) throw dumpErrors.ourselves(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPERM") throw dumpErrors.notOurs(pid);
    throw dumpErrors.noProcess(pid);
  }
  if (isZombie(pid)) throw dumpErrors.noProcess(pid);
  // A signal ends a program that does not know it: what is no Node must never get one.
  const other = otherProgram(pid);
  if (other !== null) throw dumpErrors.notNode(pid, other);
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** The name of the program, when the system tells it and it is not Node. A renamed Node has Node's symbols. */
function otherProgram(pid: number): string | null {
  if (process.platform !== "linux") return null;
  const name = executable(pid);
  if (name === null || NODE_NAME.test(name)) return null;
  return carriesNode(pid) ? null : name;
}

function executable(pid: number): string | null {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    return null;
  }
}

/** Electron, and Node under another name: the thread that waits for the inspector's signal bears Node's name. */
function carriesNode(pid: number): boolean {
  return handlesSignal(pid, SIGUSR1) && maps(pid).includes("node");
}

const SIGUSR1 = 10;

/** Whether a process has a handler for a signal: one that has not would be ended by it. */
export function handlesSignal(pid: number, signal: number): boolean {
  try {
    const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
    return (BigInt(`0x${caught}`) & (1n << BigInt(signal - 1))) !== 0n;
  } catch {
    return false;
  }
}

function maps(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/maps`, "utf8");
  } catch {
    return "";
  }
}

function isZombie(pid: number): boolean {
  try {
    return /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** "process 12 (node server.js)", from the system's table; "another process" where it does not tell. */
export function nameProcess(pid: number | null): string {
  if (pid === null) return "another process";
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
    return `process ${pid} (${[basename(words[0] ?? ""), ...words.slice(1, 3)].join(" ")})`;
  } catch {
    return `process ${pid}`;
  }
}
