/** Exit codes of the command, beside the program's own. */
export const ExitCode = {
  ok: 0,
  /** `sluice lint` told of a mistake that is certain. */
  lintError: 1,
  /** The command was used wrongly (as in BSD's sysexits.h). */
  usage: 64,
  /** A script, process or recording is not there or cannot be read (sysexits.h: the input was incorrect). */
  noInput: 65,
  /** A finding of a kind named by `--fail-on`, and the program itself exited 0. */
  finding: 66,
  /** The program was still running at `--timeout`. */
  timeout: 67,
  /** The program ran and exited 0, but the tracer could not record it. */
  notTraced: 68,
} as const;

/** Ends a command with one line on stderr. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
