/** A program that the adapter itself runs: its output goes to the Debug Console. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { LaunchError, type Launch } from "../../session/launch.js";
import { GRACE_MS, type Ending, type Target } from "./target.js";

export type OutputCategory = "stdout" | "stderr";

export interface OutputSink {
  write(category: OutputCategory, text: string): void;
  /**
   * False while the client cannot keep up: the program's output then waits, as it would in a terminal, and
   * `resume` is called later.
   */
  whenRoom(resume: () => void): boolean;
}

/** A grandchild may hold the program's output open for ever. */
const OUTPUT_AFTER_EXIT_MS = 500;

/** @throws {LaunchError} when the executable cannot be run. */
export async function spawnProgram(launch: Launch, output: OutputSink): Promise<Target> {
  const { command, args, cwd, env, recording } = launch;
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
  const read = Promise.all([
    forward(child.stdout, "stdout", output),
    forward(child.stderr, "stderr", output),
  ]);
  const ended = endingOf(child, read);
  try {
    await once(child, "spawn");
  } catch (error) {
    throw notRunnable(command, error);
  }
  return { recording, launched: true, ended, end: () => endChild(child) };
}

/** Ends the program; `kill` is a no-op for a child that is gone. */
function endChild(child: ChildProcess): void {
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
}

async function endingOf(child: ChildProcess, outputRead: Promise<unknown>): Promise<Ending> {
  const ending = await new Promise<Ending>((resolve) => {
    child.once("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  });
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => (timer = setTimeout(resolve, OUTPUT_AFTER_EXIT_MS)));
  await Promise.race([outputRead, patience]);
  clearTimeout(timer);
  return ending;
}

/** Characters of several bytes may be cut in two by the pipe. Resolves when the stream is read to its end. */
async function forward(stream: Readable, category: OutputCategory, output: OutputSink): Promise<void> {
  const decoder = new StringDecoder("utf8");
  stream.on("data", (chunk: Buffer) => {
    const text = decoder.write(chunk);
    if (text !== "") output.write(category, text);
    if (!output.whenRoom(() => stream.resume())) stream.pause();
  });
  await once(stream, "close").catch(() => undefined);
  const rest = decoder.end();
  if (rest !== "") output.write(category, rest);
}

function notRunnable(command: string, error: unknown): LaunchError {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") {
    return new LaunchError(
      `cannot run ${command}: there is no such executable. Set "runtimeExecutable" to the path of Node.`,
    );
  }
  return new LaunchError(`cannot run ${command}: ${error instanceof Error ? error.message : String(error)}`);
}
