/** `sluice report`: what a kept recording tells. */
import { existsSync } from "node:fs";
import { findingsOf } from "../detect/detectors.js";
import { Follower } from "../session/follower.js";
import { CommandError, ExitCode } from "./exit-codes.js";
import { reportOf } from "./report.js";

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
  process.stdout.write(
    `${JSON.stringify(reportOf(model, findingsOf(model), ending, follower.unrecorded), null, 2)}\n`,
  );
  return ExitCode.ok;
}
