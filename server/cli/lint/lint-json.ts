/** The report as JSON: whole paths, places counted from 1. */
import type { LintReport } from "./lint-command.js";

export function jsonReport({ files, failures }: LintReport): string {
  const problems = files.flatMap(({ path, problems }) =>
    problems.map(({ code, severity, message, from, to, related, relatedFrom, fixes }) => ({
      file: path,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
      code,
      severity,
      message,
      ...(related && relatedFrom ? { related: { ...relatedFrom, message: related.message } } : {}),
      fixes: fixes.map(({ title }) => title),
    })),
  );
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const report = { version: 1, files: files.length, errors, problems, failures };
  return `${JSON.stringify(report, null, 2)}\n`;
}
