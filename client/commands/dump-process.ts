import * as vscode from "vscode";
import { Commands, DEBUG_TYPE, Views } from "../contributions.js";
import { nodeProcesses, type NodeProcess } from "../launch/node-processes.js";

/** "Sluice: Dump a Process...": every suspended function of a running Node process that nobody prepared. */
export function registerDumpProcess({ extensionPath }: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.dumpProcess, async () => {
    const chosen = await pickProcess([vscode.env.appRoot, extensionPath]);
    if (chosen === undefined) return;
    const name = `Dump of ${chosen.pid}`;
    const configuration = { type: DEBUG_TYPE, request: "attach", name, processId: chosen.pid };
    // Who asks for a dump wants to see its tasks, not the Run and Debug view.
    const started = await vscode.debug.startDebugging(undefined, configuration, {
      suppressDebugView: true,
      suppressDebugToolbar: true,
      suppressDebugStatusbar: true,
    });
    if (started) await vscode.commands.executeCommand(`${Views.tasks}.open`, { preserveFocus: true });
  });
}

interface ProcessItem extends vscode.QuickPickItem {
  readonly process: NodeProcess | null;
}

async function pickProcess(ours: readonly string[]): Promise<NodeProcess | undefined> {
  const picked = await vscode.window.showQuickPick(processItems(ours), {
    title: "Dump a Process",
    placeHolder: "A Node process of yours: it pauses for a moment, and goes on",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.process ?? undefined;
}

/** Those that run in a folder of this window come first, and the youngest among equals. */
async function processItems(ours: readonly string[]): Promise<ProcessItem[]> {
  const all = await nodeProcesses(ours);
  if (all.length === 0) return [{ label: "No Node process of yours runs on this machine", process: null }];
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const isHere = ({ cwd }: NodeProcess): boolean =>
    folders.some((folder) => cwd?.startsWith(folder) === true);
  return [...all.filter(isHere), ...all.filter((one) => !isHere(one))].map((process) => ({
    label: process.command,
    description: `${process.pid}`,
    ...(process.cwd === null ? {} : { detail: process.cwd }),
    process,
  }));
}
