/** `sluice lint`: the language server's rules over files, for a terminal and for CI. */
import { readFileSync } from "node:fs";
import { lintText, type Problem } from "../../lsp/lint.js";
import { EslintConfigs } from "../../lsp/eslint-config.js";
import { languageOfPath } from "../../lsp/languages.js";
import { CommandError, ExitCode } from "../exit-codes.js";
import { jsonReport } from "./lint-json.js";
import { filesOf } from "./lint-files.js";
import { parseLintOptions, type LintFormat } from "./lint-options.js";
import { placesOf, type Located } from "./lint-places.js";
import { sarifReport } from "./lint-sarif.js";
import { textReport } from "./lint-text.js";

export interface FileLint {
  readonly path: string;
  readonly problems: readonly Located[];
}

export interface LintReport {
  readonly files: readonly FileLint[];
  /** Files that could not be looked at, and why. */
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
}

const WRITERS: Readonly<Record<LintFormat, (report: LintReport, version: string) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
};

export async function lintCommand(argv: readonly string[], version: string): Promise<number> {
  const { format, paths } = parseLintOptions(argv);
  const report = await lintFiles(filesOf(paths));
  process.stdout.write(WRITERS[format](report, version));
  for (const { path, reason } of report.failures) process.stderr.write(`sluice lint: ${path}: ${reason}\n`);
  return report.files.some(({ problems }) => problems.some(isError)) ? ExitCode.lintError : ExitCode.ok;
}

function isError({ severity }: Problem): boolean {
  return severity === "error";
}

async function lintFiles(paths: readonly string[]): Promise<LintReport> {
  const eslint = new EslintConfigs();
  const files: FileLint[] = [];
  const failures: { path: string; reason: string }[] = [];
  for (const path of paths) {
    const text = read(path);
    const { problems, failure } = await lintText(text, languageOfPath(path) ?? "javascript", {
      levels: eslint.offIn(path),
      withFixes: true,
    });
    if (failure === undefined) files.push({ path, problems: placesOf(text, problems) });
    else failures.push({ path, reason: failure });
  }
  return { files, failures };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`sluice lint: ${path} cannot be read: ${reason}`, ExitCode.noInput);
  }
}
