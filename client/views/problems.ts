/** The findings of the runs in the Problems panel, until the next run starts. */
import * as vscode from "vscode";
import type { FindingFacts, FindingsTold, Site } from "../../server/dap/protocol.js";
import { DEBUG_TYPE } from "../contributions.js";

const SOURCE = "sluice";

export function registerProblems(): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(SOURCE);
  const told = new Map<string, readonly FindingFacts[]>();
  const live = new Set<string>();
  const show = (): void => {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const finding of [...told.values()].flat()) {
      const known = byFile.get(finding.site.file) ?? [];
      byFile.set(finding.site.file, [...known, diagnosticOf(finding)]);
    }
    collection.clear();
    collection.set([...byFile].map(([file, diagnostics]) => [vscode.Uri.file(file), diagnostics]));
  };
  return vscode.Disposable.from(
    collection,
    vscode.debug.onDidStartDebugSession(({ id, type }) => {
      if (type !== DEBUG_TYPE) return;
      for (const session of told.keys()) if (!live.has(session) && session !== id) told.delete(session);
      live.add(id);
      show();
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => live.delete(id)),
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
      if (event !== "sluice/findings") return;
      // It may come before the session is told to have started.
      live.add(session.id);
      told.set(session.id, (body as FindingsTold).findings);
      show();
    }),
  );
}

function diagnosticOf({ kind, severity, message, site, places, code }: FindingFacts): vscode.Diagnostic {
  const level = severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(rangeOf(site), message, level);
  diagnostic.source = SOURCE;
  // As the language server calls it, which may have told of it before the program ran.
  diagnostic.code = code ?? kind;
  diagnostic.relatedInformation = places.map(
    (place) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(place.site.file), rangeOf(place.site)),
        place.words,
      ),
  );
  return diagnostic;
}

/** An empty one, which VS Code shows as the word there. */
function rangeOf({ line, column }: Site): vscode.Range {
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return new vscode.Range(position, position);
}
