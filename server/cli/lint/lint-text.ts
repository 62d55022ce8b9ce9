/** A line for each problem, in the form that editors and terminals make links of. */
import { relative } from "node:path";
import type { LintReport } from "./lint-command.js";

export function textReport({ files }: LintReport): string {
  const lines = files.flatMap(({ path, problems }) =>
    problems.map(
      ({ from, severity, code, message }) =>
        `${shown(path)}:${from.line}:${from.column}: ${severity}: ${message} (${code})`,
    ),
  );
  const problems = files.flatMap((file) => file.problems);
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const found =
    problems.length === 0
      ? "no problems"
      : `${counted(problems.length, "problem")}, ${counted(errors, "error")}`;
  return `${[...lines, `${found} in ${counted(files.length, "file")}`].join("\n")}\n`;
}

/** As short as it is still found from here. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") || short === "" ? path : short;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
