/** The tasks of the shown run in the source itself: everything that an editor shows of them. */
import * as vscode from "vscode";
import type { Following } from "../../views/following.js";
import type { Runs } from "../../views/runs.js";
import type { ToldFindings } from "../../views/told-findings.js";
import type { LanguageService } from "../language-client.js";
import { registerCountsLens } from "./counts-lens.js";
import { registerLineMarks } from "./line-marks.js";
import { LineSource } from "./line-source.js";
import { registerWaitsHover } from "./waits-hover.js";

export function registerEditorMarks(
  { extensionUri }: vscode.ExtensionContext,
  told: { readonly runs: Runs; readonly following: Following; readonly findings: ToldFindings },
  language: LanguageService,
): vscode.Disposable {
  const source = new LineSource(told);
  return vscode.Disposable.from(
    source,
    registerLineMarks(source, vscode.Uri.joinPath(extensionUri, "media")),
    registerWaitsHover(source),
    registerCountsLens(source, language),
  );
}
