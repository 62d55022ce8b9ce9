/** A program that the client runs in a terminal for us: its output and input are the terminal's. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { setTimeout as delay } from "node:timers/promises";
import { LaunchError, type Launch } from "../../session/launch.js";
import { endProcess, processGone } from "./process-watch.js";
import type { Target } from "./target.js";

export type TerminalKind = "integrated" | "external";

export type RunInTerminal = (
  args: DebugProtocol.RunInTerminalRequestArguments,
) => Promise<DebugProtocol.RunInTerminalResponse>;

/** A terminal may be slow to start; a program that has said nothing by then never started. */
const START_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 100;

/**
 * @param recordedPid the program's own word on its process: clients know nothing of it, or only of its shell
 * @throws {LaunchError} when there is no terminal
 */
export async function runInTerminal(
  kind: TerminalKind,
  launch: Launch,
  request: RunInTerminal,
  recordedPid: () => number | undefined,
): Promise<Target> {
  const { command, args, cwd, env, recording } = launch;
  const response = await request({
    kind,
    title: "Sluice",
    cwd,
    args: [command, ...args],
    env: changesOf(env),
  });
  if (!response.success) {
    throw new LaunchError(`the terminal could not be opened: ${response.message ?? "no reason given"}`);
  }
  // Some clients leave the body out.
  const { processId } = (response.body as DebugProtocol.RunInTerminalResponse["body"] | undefined) ?? {};
  const pid = (): number | undefined => recordedPid() ?? processId;
  return {
    recording,
    launched: true,
    ended: gone(pid).then(() => ({ exitCode: null, signal: null })),
    end: () => {
      const known = pid();
      if (known !== undefined) endProcess(known);
    },
  };
}

async function gone(pid: () => number | undefined): Promise<void> {
  for (let waitedMs = 0; waitedMs < START_LIMIT_MS; waitedMs += LOOK_EVERY_MS) {
    const known = pid();
    if (known !== undefined) return processGone(known);
    await delay(LOOK_EVERY_MS);
  }
}

/** The terminal has an environment of its own: only what tracing changes is put into it. */
function changesOf(env: Launch["env"]): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== process.env[name]) changes[name] = value ?? null;
  }
  for (const name of Object.keys(process.env)) {
    if (!(name in env)) changes[name] = null;
  }
  return changes;
}
