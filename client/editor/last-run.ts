/** Tells the language server what the last run found, so that its warnings can say that a run has seen them. */
import * as vscode from "vscode";
import type { FindingsTold } from "../../server/dap/protocol.js";
import type { LastRunFinding } from "../../server/lsp/protocol.js";
import { DEBUG_TYPE } from "../contributions.js";
import type { LanguageService } from "./language-client.js";

export function registerLastRun(service: LanguageService): vscode.Disposable {
  const bySession = new Map<string, readonly LastRunFinding[]>();
  const live = new Set<string>();
  const tell = (): void => {
    const findings = [...bySession.values()].flat();
    service.tell("sluice/lastRun", { findings, shown: true });
  };
  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession(({ id, type }) => {
      if (type !== DEBUG_TYPE) return;
      live.add(id);
      for (const session of bySession.keys()) if (!live.has(session)) bySession.delete(session);
      tell();
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => live.delete(id)),
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (event !== "sluice/findings") return;
      live.add(session.id);
      bySession.set(session.id, lastRunFindings(body as FindingsTold));
      tell();
    }),
    service.onDidStart(tell),
  );
}

/** One for each kind and place, however many findings say so. */
function lastRunFindings({ findings }: FindingsTold): readonly LastRunFinding[] {
  const byPlace = new Map<string, LastRunFinding>();
  for (const { kind, severity, message, marks } of findings) {
    for (const { site, wait, count } of marks) {
      const { file, line, column } = site;
      const key = [kind, wait, file, line, column].join(" ");
      const before = byPlace.get(key)?.count ?? 0;
      const certain = severity === "error";
      byPlace.set(key, { kind, wait, certain, message, file, line, column, count: before + count });
    }
  }
  return [...byPlace.values()];
}
