/** Makes a launch configuration whole: from nothing at all (F5 without launch.json), or from what the user wrote. */
import * as vscode from "vscode";
import { DEBUG_TYPE, LANGUAGES, Settings } from "../contributions.js";

export function registerConfigurationProvider(): vscode.Disposable {
  return vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, {
    resolveDebugConfiguration: (folder, configuration) =>
      isEmpty(configuration) ? runActiveFile(folder) : configuration,
    resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
      configuration.request === "launch"
        ? complete(folder, configuration)
        : { ...ignoredBySettings(folder), ...configuration },
  });
}

/** The configuration that runs one file. */
export function runFileConfiguration(program: string): vscode.DebugConfiguration {
  return { type: DEBUG_TYPE, request: "launch", name: "Run This File", program };
}

/** The file of the active editor, if Sluice can run it. */
export function activeProgram(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme !== "file") return undefined;
  return LANGUAGES.some((language) => language === document.languageId) ? document.uri : undefined;
}

export const NO_PROGRAM = "Sluice: open the JavaScript or TypeScript file that is to run.";

/** So VS Code calls it without a launch.json. */
function isEmpty(configuration: Partial<vscode.DebugConfiguration>): boolean {
  return configuration.type === undefined && configuration.request === undefined;
}

function runActiveFile(folder: vscode.WorkspaceFolder | undefined): vscode.DebugConfiguration | undefined {
  const program = activeProgram();
  if (program === undefined) {
    void vscode.window.showWarningMessage(NO_PROGRAM);
    return undefined;
  }
  const cwd = folder === undefined ? {} : { cwd: folder.uri.fsPath };
  return { ...runFileConfiguration(program.fsPath), ...cwd };
}

/** The working directory and the Node to run: the adapter's own process is VS Code's, whose Node is not the user's. */
function complete(
  folder: vscode.WorkspaceFolder | undefined,
  configuration: vscode.DebugConfiguration,
): vscode.DebugConfiguration {
  const program: unknown = configuration["program"];
  const cwd =
    folder?.uri.fsPath ??
    (typeof program === "string" ? vscode.Uri.joinPath(vscode.Uri.file(program), "..").fsPath : undefined);
  const countRuns = vscode.workspace.getConfiguration(undefined, folder).get(Settings.countRuns, false);
  const settings = { runtimeExecutable: nodeOfSettings(folder), countRuns, ...ignoredBySettings(folder) };
  return { cwd, ...settings, ...configuration };
}

function ignoredBySettings(folder: vscode.WorkspaceFolder | undefined): {
  readonly ignore: readonly string[];
} {
  return {
    ignore: vscode.workspace.getConfiguration(undefined, folder).get<string[]>(Settings.ignore) ?? [],
  };
}

function nodeOfSettings(folder: vscode.WorkspaceFolder | undefined): string {
  const chosen = vscode.workspace.getConfiguration(undefined, folder).get<string>(Settings.runtimeExecutable);
  return chosen === undefined || chosen.trim() === "" ? "node" : chosen;
}
