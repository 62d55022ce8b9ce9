/** `sluice run`: the program under the tracer, with its own input, output, signals and exit code. */
import { spawn, type ChildProcess } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { resolve } from "node:path";
import { FINDING_KINDS, findingsOf } from "../detect/detectors.js";
import type { Finding } from "../detect/finding.js";
import { silence, type Hearing, type IgnoreRule } from "../detect/silence.js";
import type { Silencer } from "../codes/silencer.js";
import type { BusyThread } from "../session/busy-threads.js";
import { Follower } from "../session/follower.js";
import { LaunchError, prepareLaunch, type Launch } from "../session/launch.js";
import { keepRecordings } from "../session/keep-recording.js";
import { removeRecordings, sweepRecordings } from "../session/recordings.js";
import { silencersOf } from "../session/silencers.js";
import { CommandError, ExitCode } from "./exit-codes.js";
import { parseRunOptions, type RunOptions } from "./options.js";
import { endOf, reportOf, type Ending } from "./report.js";
import { Spinning } from "./spinning.js";
import { dumpText, findingsText, spinningText, styleOf, type Style } from "./text.js";

/** Between the request to end at the timeout and the end by force. */
const GRACE_MS = 2000;

/** Signals that are passed on to the program. */
const FORWARDED: readonly NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"];

interface Ended extends Ending {
  readonly timedOut: boolean;
  /** At that moment. */
  readonly spinning: readonly BusyThread[];
}

/**
 * Runs the program and reports on it. Returns the exit code of the command; does not return when the program was
 * killed by a signal, but ends by the same signal.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = parseRunOptions(argv);
  const launch = await prepare(options);
  await sweepRecordings();
  const follower = new Follower(launch.recording, { removes: options.record === null });
  try {
    follower.start(() => undefined);
    const ended = await runToEnd(launch, options, follower);
    await follower.finish();
    return await report(follower, options, ended);
  } finally {
    await follower.stop();
    await removeRecordings(launch.recording);
  }
}

async function prepare(options: RunOptions): Promise<Launch> {
  try {
    return await prepareLaunch({
      program: options.script,
      args: options.args,
      cwd: process.cwd(),
      proveLeaks: options.leaks,
      ...(options.node === undefined ? {} : { runtimeExecutable: options.node }),
    });
  } catch (error) {
    if (error instanceof LaunchError)
      throw new CommandError(`sluice run: ${error.message}`, ExitCode.noInput);
    throw error;
  }
}

function runToEnd(launch: Launch, options: RunOptions, follower: Follower): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn(launch.command, launch.args, {
    cwd: launch.cwd,
    env: launch.env,
    stdio: "inherit",
  });
  const stopForwarding = forwardSignals(child);
  let timedOutAtMs: number | null = null;
  let spinning: readonly BusyThread[] = [];
  const watched = options.timeoutMs === null ? null : new Spinning(follower);
  const endInVain = async (): Promise<void> => {
    timedOutAtMs = Date.now();
    if (!options.quiet) spinning = (await watched?.ask()) ?? [];
    watched?.endChildren();
    endByForce(child);
  };
  const timeout =
    options.timeoutMs === null ? undefined : setTimeout(() => void endInVain(), options.timeoutMs);
  return new Promise((ended, failed) => {
    const over = (): void => {
      clearTimeout(timeout);
      watched?.stop();
      stopForwarding();
    };
    child.once("error", (error) => {
      over();
      failed(
        new CommandError(`sluice run: cannot run ${launch.command}: ${error.message}`, ExitCode.noInput),
      );
    });
    child.once("exit", (exitCode, signal) => {
      over();
      const endedAtMs = timedOutAtMs ?? Date.now();
      const timedOut = timedOutAtMs !== null;
      ended({ exitCode, signal, durationMs: performance.now() - startedMs, endedAtMs, timedOut, spinning });
    });
  });
}

/** The terminal sends an interrupt to the program as well; from anywhere else it comes to us alone. */
function forwardSignals(child: ChildProcess): () => void {
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  const interrupted = (): void => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  };
  process.on("SIGINT", interrupted);
  for (const signal of FORWARDED) process.on(signal, forward);
  return () => {
    process.off("SIGINT", interrupted);
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}

function endByForce(child: ChildProcess): void {
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
}

async function report(follower: Follower, options: RunOptions, ended: Ended): Promise<number> {
  const { model } = follower;
  const hearing = silence(
    findingsOf(model, endOf(model, ended)),
    await silencersOf(model),
    options.ignore,
    FINDING_KINDS,
  );
  const { findings } = hearing;
  const style = styleOf(options.color && process.stderr.isTTY && process.env["NO_COLOR"] === undefined);
  if (options.record !== null)
    await save(options.record, () => keepRecordings(follower.recordings, resolve(options.record ?? "")));
  if (options.report !== null) {
    const json = `${JSON.stringify(reportOf(model, hearing, ended, follower.unrecorded), null, 2)}\n`;
    await writeReport(options.report, json);
  }
  if (!options.quiet) process.stderr.write(spoken(follower, hearing, ended, style, options));
  return exitCodeOf(follower, findings, ended, options);
}

/** What the user reads at the end: nothing, where there is nothing to say. */
function spoken(
  follower: Follower,
  { findings, unused }: Hearing,
  ended: Ended,
  style: Style,
  options: RunOptions,
): string {
  const { model } = follower;
  const endMs = endOf(model, ended);
  const lines: string[] = [];
  if (ended.timedOut) {
    const still = `sluice: the program was still running after ${(options.timeoutMs ?? 0) / 1000} s`;
    const { spinning } = ended;
    if (spinning.length === 0) lines.push(`${still}; its tasks:`, "");
    else lines.push(still, "", spinningText(spinning, endMs, style), "Its tasks, as they were then:", "");
    lines.push(dumpText(model, endMs, style));
  } else if (ended.signal !== null) {
    lines.push(`sluice: the program was ended by ${ended.signal}`);
  }
  if (follower.error !== null && ended.signal === null) lines.push(`sluice: ${follower.error.message}`);
  if (!model.complete) {
    lines.push(
      `sluice: ${model.counters.dropped} records were lost, so no verdict is given that needs all of them`,
    );
  }
  if (follower.unrecorded > 0) {
    const what = follower.unrecorded === 1 ? "worker or child process" : "workers and child processes";
    lines.push(`sluice: ${follower.unrecorded} ${what} could not be recorded, and not seen`);
  }
  lines.push(...unused.map(unusedWords));
  if (findings.length > 0) lines.push(...model.notes.map((note) => `sluice: ${note}`));
  if (findings.length > 0) lines.push(findingsText(model, findings, endMs, style).trimEnd());
  return lines.map((line) => `${line}\n`).join("");
}

function unusedWords(one: Silencer | IgnoreRule): string {
  if ("text" in one) return `sluice: --ignore ${one.text} silenced nothing`;
  return `sluice: ${one.file}:${one.line}: sluice-ignore ${one.kind} silenced nothing`;
}

function exitCodeOf(
  follower: Follower,
  findings: readonly Finding[],
  ended: Ended,
  options: RunOptions,
): number {
  if (ended.timedOut) return ExitCode.timeout;
  if (ended.signal !== null) return endLike(ended.signal);
  if (ended.exitCode !== 0) return ended.exitCode ?? 1;
  if (findings.some((finding) => options.failOn.includes(finding.kind))) return ExitCode.finding;
  return follower.error === null ? ExitCode.ok : ExitCode.notTraced;
}

/** Whoever waits for us sees the program's own signal. Where that is not possible: the shell's code for it. */
function endLike(signal: string): number {
  const number = constants.signals[signal as NodeJS.Signals];
  process.once("exit", () => process.kill(process.pid, signal));
  return 128 + number;
}

async function writeReport(path: string, json: string): Promise<void> {
  if (path === "-") process.stdout.write(json);
  else await save(path, () => writeFile(resolve(path), json));
}

async function save(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`sluice run: cannot write ${path}: ${reason}`, ExitCode.noInput);
  }
}
