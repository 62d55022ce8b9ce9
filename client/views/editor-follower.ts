/** Shows the row of the task that stands at the cursor's line, as the Explorer shows the file of the active editor. */
import * as vscode from "vscode";
import { Commands, ContextKeys } from "../contributions.js";
import type { Look } from "./look.js";
import { rowOf } from "./row-tree.js";
import type { RowView } from "./row-view.js";
import type { Runs } from "./runs.js";

/** Who moves the cursor by holding a key wants no row for each line. */
const SETTLED_MS = 150;

export function registerEditorFollower(runs: Runs, look: Look, tasks: RowView): vscode.Disposable {
  let follows = false;
  let timer: NodeJS.Timeout | undefined;
  const show = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (!follows || !tasks.view.visible || editor?.document.uri.scheme !== "file") return;
    const line = editor.selection.active.line + 1;
    const file = editor.document.uri.fsPath;
    // A row that was clicked has moved the cursor itself.
    const shown = rowOf(tasks.view.selection[0])?.place?.site;
    if (shown?.line === line && shown.file === file) return;
    const path = await runs.shown?.locate({ file, line }, look.current).catch(() => []);
    if (path !== undefined && path.length > 0) await tasks.reveal(path);
  };
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void show(), SETTLED_MS);
  };
  const set = (value: boolean): void => {
    follows = value;
    void vscode.commands.executeCommand("setContext", ContextKeys.followsEditor, value);
    if (value) settle();
  };
  return vscode.Disposable.from(
    new vscode.Disposable(() => clearTimeout(timer)),
    vscode.commands.registerCommand(Commands.followEditor, () => set(true)),
    vscode.commands.registerCommand(Commands.stopFollowingEditor, () => set(false)),
    vscode.window.onDidChangeTextEditorSelection(() => {
      if (follows) settle();
    }),
  );
}
