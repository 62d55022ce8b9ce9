/** The programs that the adapter is tried on, their processes and their recordings. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tracedProcesses } from "../../../server/session/recordings.js";
import { recordingsFolder } from "../../../tracer/wire/index.js";
import type { Adapter } from "./adapter.js";

const LIMIT_MS = 30_000;
const POLL_MS = 25;

export const root = resolve(import.meta.dirname, "../../..");
export const preload = join(root, "dist/npm/register.cjs");

export function program(name: string): string {
  return join(root, "test/programs", name);
}

/** A launch configuration as the extension completes it. */
export function launchOf(name: string, rest: object = {}): object {
  return { program: program(name), cwd: root, runtimeExecutable: process.execPath, ...rest };
}

/** This user's folder of recordings. */
export function recordings(): string {
  const { uid, username } = userInfo();
  const user = uid === -1 ? username : `${uid}`;
  return recordingsFolder({ sharedMemory: existsSync("/dev/shm"), tempFolder: tmpdir(), user });
}

/** Where a program records to, which it may begin to do after it has said that it runs. */
export async function recordingOf(pid: number): Promise<string> {
  const deadlineMs = Date.now() + LIMIT_MS;
  while (Date.now() < deadlineMs) {
    const found = (await tracedProcesses()).find((one) => one.pid === pid);
    if (found !== undefined) return found.recording;
    await delay(POLL_MS);
  }
  throw new Error(`process ${pid} does not record`);
}

/** Waits until `waits.mjs` has told its process id and all of its tasks wait. */
export async function untilItWaits(adapter: Adapter): Promise<number> {
  const pid = await adapter.until("the process id", () => pidIn(adapter.output("stdout")));
  await adapter.until("three tasks that wait", async () => {
    const threads = await adapter.threads();
    return threads.length === 3 && threads.every(({ name }) => !name.includes(" running "));
  });
  return pid;
}

export async function untilThreads(adapter: Adapter, count: number): Promise<void> {
  await adapter.until(`${count} threads`, async () => (await adapter.threads()).length === count);
}

/** Starts `waits.mjs` outside of any debug session, and waits for its process to tell that it runs. */
export async function startWaiting(
  nodeOptions: readonly string[],
  options: { readonly args?: readonly string[] } = {},
): Promise<ChildProcess & { readonly pid: number }> {
  const args = [...nodeOptions, program("behaviour/waits.mjs"), ...(options.args ?? [])];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  if (child.pid === undefined) throw new Error("the program did not start");
  return Object.assign(child, { pid: child.pid });
}

/** Ends a program by force, and removes the recording that it then cannot remove itself. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  for (const name of await readdir(recordings()).catch(() => [])) {
    if (name.startsWith(`${child.pid ?? ""}-`)) await rm(join(recordings(), name), { force: true });
  }
}

function pidIn(text: string): number | undefined {
  const digits = /pid (\d+)/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
