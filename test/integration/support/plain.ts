/** Programs that are started as anybody would start them, to be looked at from outside. */
import { spawn, type ChildProcess } from "node:child_process";
import { program } from "./sluice.js";

export interface PlainProcess extends AsyncDisposable {
  readonly pid: number;
  readonly child: ChildProcess;
  /** What it has written to stderr until now. */
  readonly stderr: () => string;
}

/** Starts a program and waits until it has written "ready". Ends with its scope. */
export async function startPlain(
  node: string,
  name: string,
  options: readonly string[] = [],
): Promise<PlainProcess> {
  const child = spawn(node, [...options, program(name)], { stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  let stdout = "";
  await new Promise<void>((ready, failed) => {
    child.once("exit", () => failed(new Error(`${name} ended: ${stderr}`)));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.includes("ready")) ready();
    });
  });
  return {
    pid: child.pid!,
    child,
    stderr: () => stderr,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
