/** Runs the built command on the programs of `test/programs`, as a user would. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Report } from "../../../server/cli/report.js";

const root = resolve(import.meta.dirname, "../../..");
export const command = join(root, "dist/npm/sluice.cjs");
export const preload = join(root, "dist/npm/register.cjs");

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOutcome extends Outcome {
  readonly report: Report;
}

export function program(name: string): string {
  return join(root, "test/programs", name);
}

/** Runs a command to its end. */
export function execute(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  cwd = root,
): Promise<Outcome> {
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

/** `sluice <args>` by the Node that runs the tests. */
export function sluice(...args: string[]): Promise<Outcome> {
  return execute(process.execPath, [command, ...args]);
}

/** `sluice run` of a test program on the given Node, with its JSON report. */
export async function sluiceRun(
  node: string,
  name: string,
  more: readonly string[] = [],
): Promise<RunOutcome> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
  try {
    const file = join(folder, "report.json");
    const options = ["--node", node, "--report", file, ...more];
    const outcome = await sluice("run", ...options, program(name));
    return { ...outcome, report: JSON.parse(await readFile(file, "utf8")) as Report };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
