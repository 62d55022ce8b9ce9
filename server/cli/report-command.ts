/** `sluice report`: what a kept recording tells. */
import { existsSync } from "node:fs";
import { FINDING_KINDS, findingsOf } from "../detect/detectors.js";
import { silence } from "../detect/silence.js";
import type { Tasks } from "../model/tasks.js";
import { Follower } from "../session/follower.js";
import { silencersOf } from "../session/silencers.js";
import { CommandError, ExitCode } from "./exit-codes.js";
import { reportOf } from "./report.js";

const KILLED_LATER_MS = 1000;

export async function reportCommand(args: readonly string[]): Promise<number> {
  const [path, extra] = args;
  if (path === undefined || extra !== undefined || path.startsWith("-")) {
    throw new CommandError("sluice report: give one recording: sluice report <recording>", ExitCode.usage);
  }
  if (!existsSync(path)) throw new CommandError(`sluice report: there is no file ${path}`, ExitCode.noInput);
  const follower = new Follower(path);
  await follower.finish();
  const { model, error } = follower;
  if (error !== null) throw new CommandError(`sluice report: ${path}: ${error.message}`, ExitCode.noInput);
  const ending = {
    exitCode: model.exit?.code ?? null,
    signal: null,
    durationMs: model.nowMs,
    endedAtMs: null,
  };
  const hearing = silence(findingsOf(model, endOf(model)), await silencersOf(model), [], FINDING_KINDS);
  const report = reportOf(model, hearing, ending, follower.unrecorded);
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  return ExitCode.ok;
}

/** A program that was killed told no end: what stood at its last word stood for good. */
function endOf(model: Tasks): number {
  return model.exit === null ? model.nowMs + KILLED_LATER_MS : model.nowMs;
}
