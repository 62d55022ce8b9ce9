/** A kernel that was started plainly, and is dumped from outside once it has come to rest. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Report } from "../../server/cli/report.js";
import { sluice } from "../integration/support/sluice.js";
import type { Kernel } from "./kernel.js";
import { verdictsOfReport, type Verdict } from "./verdict.js";

const keepsAlive = join(import.meta.dirname, "keeps-alive.cjs");

/** One that is never at rest is dumped all the same. */
const PATIENCE_MS = 5000;

/** Null when the program ended by itself before it could be dumped. */
export async function dumpKernel(kernel: Kernel, node: string, fixed: boolean): Promise<Verdict[] | null> {
  // Several are dumped at the same time, each at an inspector of its own.
  const args = ["--inspect-port=0", "--require", keepsAlive, kernel.file, ...(fixed ? ["fixed"] : [])];
  const child = spawn(node, args, { stdio: ["ignore", "ignore", "pipe"] });
  const exited = once(child, "exit").then(() => "exited" as const);
  try {
    if ((await Promise.race([exited, atRest(child.stderr), delay(PATIENCE_MS)])) === "exited") return null;
    const { code, stdout, stderr } = await sluice("dump", "--json", `${child.pid ?? 0}`);
    if (code !== 0) throw new Error(stderr);
    return verdictsOfReport(JSON.parse(stdout) as Report);
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
}

async function atRest(stderr: NodeJS.ReadableStream): Promise<void> {
  let said = "";
  await new Promise<void>((done) => {
    stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("at rest\n")) done();
    });
  });
}
