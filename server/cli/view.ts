/** `sluice view`: the graph and the timeline of a recording, or of a traced process, in a browser. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { tracedProcesses, whyUnreadable } from "../session/recordings.js";
import { CommandError, ExitCode } from "./exit-codes.js";
import { servePages } from "./page-server.js";
import { ViewedRun } from "./viewed-run.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export async function viewCommand(args: readonly string[]): Promise<number> {
  const [what, extra] = args;
  if (what === undefined || extra !== undefined || what.startsWith("-")) {
    throw new CommandError(
      "sluice view: give one recording or process: sluice view <recording|pid>",
      ExitCode.usage,
    );
  }
  const run = await open(what);
  const stopped = stopSignal();
  const server = await servePages(run);
  process.stdout.write(`${server.url}\n`);
  process.stderr.write("Open the address in a browser. Ctrl-C ends it.\n");
  await stopped;
  await server.close();
  await run.close();
  return ExitCode.ok;
}

/** A number is a process, unless there is a file of that name. */
async function open(what: string): Promise<ViewedRun> {
  if (existsSync(what)) return ViewedRun.ofRecording(what).catch((error: unknown) => refuse(what, error));
  if (!/^[1-9]\d*$/.test(what)) {
    throw new CommandError(`sluice view: there is no file ${what}`, ExitCode.noInput);
  }
  const pid = Number(what);
  const found = (await tracedProcesses()).find((one) => one.pid === pid && one.threadId === 0);
  if (found === undefined) {
    const why = (await whyUnreadable(pid)) ?? "it does not run under Sluice (sluice ps tells which do)";
    throw new CommandError(`sluice view: process ${pid} cannot be followed: ${why}`, ExitCode.noInput);
  }
  return ViewedRun.ofProcess(pid, found.recording);
}

function refuse(what: string, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new CommandError(`sluice view: ${what}: ${message}`, ExitCode.noInput);
}

async function stopSignal(): Promise<void> {
  const stop = new AbortController();
  await Promise.race(SIGNALS.map((signal) => once(process, signal, { signal: stop.signal })));
  stop.abort();
}
