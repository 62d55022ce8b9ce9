/** Tells the language server what the last run found, so that its warnings can say that a run has seen them. */
import * as vscode from "vscode";
import type { CountsTold, FindingFacts } from "../../server/dap/protocol.js";
import type { LastRunCounts, LastRunFinding } from "../../server/lsp/protocol.js";
import type { ToldFindings } from "../views/told-findings.js";
import type { LanguageService } from "./language-client.js";

export function registerLastRun(service: LanguageService, told: ToldFindings): vscode.Disposable {
  const tell = (): void =>
    service.tell("sluice/lastRun", { findings: lastRunFindings(told.all), counts: allCounts(told.counts) });
  return vscode.Disposable.from(told.onDidChange(tell), service.onDidStart(tell));
}

function allCounts(told: readonly CountsTold[]): LastRunCounts | null {
  if (told.length === 0) return null;
  const lines = told.flatMap(({ files }) =>
    files.flatMap((one) => one.lines.map((line) => ({ ...line, file: one.file }))),
  );
  return { lines, found: told.flatMap(({ found }) => found) };
}

/** One for each kind and place, however many findings say so. */
function lastRunFindings(findings: readonly FindingFacts[]): readonly LastRunFinding[] {
  const byPlace = new Map<string, LastRunFinding>();
  for (const { kind, severity, message, marks, site: told } of findings) {
    for (const { site, wait, count } of marks) {
      const { file, line, column } = site;
      const key = [kind, wait, file, line, column].join(" ");
      const before = byPlace.get(key)?.count ?? 0;
      const certain = severity === "error";
      // Where a finding is told the Problems panel has it already.
      const shown = told.file === file && told.line === line;
      byPlace.set(key, { kind, wait, certain, message, file, line, column, count: before + count, shown });
    }
  }
  return [...byPlace.values()];
}
