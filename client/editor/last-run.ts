/** Tells the language server what the last run found, so that its warnings can say that a run has seen them. */
import * as vscode from "vscode";
import type { CountsTold, FindingsTold } from "../../server/dap/protocol.js";
import type { LastRunCounts, LastRunFinding } from "../../server/lsp/protocol.js";
import { DEBUG_TYPE } from "../contributions.js";
import type { LanguageService } from "./language-client.js";

export function registerLastRun(service: LanguageService): vscode.Disposable {
  const bySession = new Map<string, readonly LastRunFinding[]>();
  const countsBySession = new Map<string, CountsTold>();
  const live = new Set<string>();
  const tell = (): void => {
    const findings = [...bySession.values()].flat();
    service.tell("sluice/lastRun", { findings, counts: allCounts([...countsBySession.values()]) });
  };
  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession(({ id, type }) => {
      if (type !== DEBUG_TYPE) return;
      live.add(id);
      for (const known of [bySession, countsBySession]) {
        for (const session of known.keys()) if (!live.has(session)) known.delete(session);
      }
      tell();
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => live.delete(id)),
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (event === "sluice/findings") bySession.set(session.id, lastRunFindings(body as FindingsTold));
      else if (event === "sluice/counts") countsBySession.set(session.id, body as CountsTold);
      else return;
      live.add(session.id);
      tell();
    }),
    service.onDidStart(tell),
  );
}

function allCounts(told: readonly CountsTold[]): LastRunCounts | null {
  if (told.length === 0) return null;
  const lines = told.flatMap(({ files }) =>
    files.flatMap((one) => one.lines.map((line) => ({ ...line, file: one.file }))),
  );
  return { lines, found: told.flatMap(({ found }) => found) };
}

/** One for each kind and place, however many findings say so. */
function lastRunFindings({ findings }: FindingsTold): readonly LastRunFinding[] {
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
