/** The report in the Static Analysis Results Interchange Format 2.1.0, which code hosts show on the lines of a change. */
import type { Location, Log, Region, ReportingDescriptor, Result } from "sarif";
import { pathToFileURL } from "node:url";
import { rules } from "../../lsp/rules/index.js";
import type { Severity } from "../../lsp/rules/rule.js";
import type { FileLint, LintReport } from "./lint-command.js";
import type { Located, Place } from "./lint-places.js";

const LEVELS = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
} as const satisfies Record<Severity, Result.level>;

export function sarifReport({ files, failures }: LintReport, version: string): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "sluice", version, rules: descriptors() } },
        // Columns are counted in UTF-16 code units, as editors count them.
        columnKind: "utf16CodeUnits",
        results: files.flatMap((file) => file.problems.map((problem) => resultOf(file, problem))),
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map(({ path, reason }) => ({
              level: "error",
              message: { text: `${path}: ${reason}` },
            })),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptors(): ReportingDescriptor[] {
  return rules.map(({ code, title, why, wrong, right, severity }) => ({
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: why,
      markdown: `${why}\n\nWrong:\n\n\`\`\`ts\n${wrong}\`\`\`\n\nRight:\n\n\`\`\`ts\n${right}\`\`\`\n`,
    },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
}

function resultOf({ path }: FileLint, problem: Located): Result {
  const { code, severity, message, from, to, related, relatedFrom, fixes, placeOf } = problem;
  const uri = pathToFileURL(path).href;
  const location = (region: Region): Location => ({
    physicalLocation: { artifactLocation: { uri }, region },
  });
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [location(regionOf(from, to))],
    ...(related && relatedFrom
      ? {
          relatedLocations: [
            { ...location(regionOf(relatedFrom, placeOf(related.end))), message: { text: related.message } },
          ],
        }
      : {}),
    ...(fixes.length > 0
      ? {
          fixes: fixes.map(({ title, changes }) => ({
            description: { text: title },
            artifactChanges: [
              {
                artifactLocation: { uri },
                replacements: changes.map(({ start, end, newText }) => ({
                  deletedRegion: regionOf(placeOf(start), placeOf(end)),
                  insertedContent: { text: newText },
                })),
              },
            ],
          })),
        }
      : {}),
  };
}

function regionOf(from: Place, to: Place): Region {
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
