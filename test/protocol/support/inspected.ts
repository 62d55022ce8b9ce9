/** Programs under an inspector, as a debugger launches them. */
import { spawn, type ChildProcess } from "node:child_process";
import { preload } from "./programs.js";

export interface Inspected {
  readonly child: ChildProcess;
  /** The address of its inspector. */
  readonly url: string;
}

export async function startUnderInspector(
  program: string,
  nodeOptions: readonly string[] = ["--require", preload],
  args: readonly string[] = [],
): Promise<Inspected> {
  const child = spawn(process.execPath, ["--inspect=0", ...nodeOptions, program, ...args], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const found = /ws:\/\/\S+/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(`no inspector: ${said}`)));
  });
  return { child, url };
}
