/** The findings of the runs in the Problems panel, until the next run starts. */
import * as vscode from "vscode";
import type { FindingFacts, Site } from "../../server/dap/protocol.js";
import type { ToldFindings } from "./told-findings.js";

const SOURCE = "sluice";

export function registerProblems(findings: ToldFindings): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(SOURCE);
  const show = (): void => {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const finding of findings.all) {
      const known = byFile.get(finding.site.file) ?? [];
      byFile.set(finding.site.file, [...known, diagnosticOf(finding)]);
    }
    collection.clear();
    collection.set([...byFile].map(([file, diagnostics]) => [vscode.Uri.file(file), diagnostics]));
  };
  return vscode.Disposable.from(collection, findings.onDidChange(show));
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
