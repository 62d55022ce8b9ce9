/** Options of `sluice lint`. */
import { parseArgs } from "node:util";
import { CommandError, ExitCode } from "../exit-codes.js";

const FORMATS = ["text", "json", "sarif"] as const;
export type LintFormat = (typeof FORMATS)[number];

export interface LintCommandOptions {
  readonly format: LintFormat;
  readonly paths: readonly string[];
}

/** @throws {CommandError} on wrong usage. */
export function parseLintOptions(argv: readonly string[]): LintCommandOptions {
  const { values, positionals } = parse(argv);
  const format = FORMATS.find((one) => one === (values.format ?? "text"));
  if (format === undefined) {
    throw usage(`--format ${String(values.format)}: there are ${FORMATS.join(", ")}`);
  }
  if (positionals.length === 0) {
    throw usage("give files or folders: sluice lint [--format text|json|sarif] <files...>");
  }
  return { format, paths: positionals };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: { format: { type: "string" } }, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? "") : "";
    throw usage(`${message}; see sluice --help`);
  }
}

function usage(message: string): CommandError {
  return new CommandError(`sluice lint: ${message}`, ExitCode.usage);
}
