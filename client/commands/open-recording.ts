import * as vscode from "vscode";
import { Commands, DEBUG_TYPE, Views } from "../contributions.js";
import { fileName } from "../views/words.js";

/** "Sluice: Open a Recording...": shows a run that `sluice run --record` has kept, as it stood at its end. */
export function registerOpenRecording(): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.openRecording, async (clicked?: unknown) => {
    const recording = clicked instanceof vscode.Uri ? clicked : await pickRecording();
    if (recording === undefined) return;
    const name = `Recording ${fileName(recording.fsPath)}`;
    const configuration = { type: DEBUG_TYPE, request: "attach", name, recording: recording.fsPath };
    const started = await vscode.debug.startDebugging(undefined, configuration, {
      suppressDebugView: true,
      suppressDebugToolbar: true,
      suppressDebugStatusbar: true,
    });
    if (started) await vscode.commands.executeCommand(`${Views.tasks}.open`, { preserveFocus: true });
  });
}

async function pickRecording(): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    title: "Open a Recording",
    openLabel: "Open",
    filters: { "Sluice Recordings": ["sluice"], "All Files": ["*"] },
    ...(folder === undefined ? {} : { defaultUri: folder }),
  });
  return picked?.[0];
}
