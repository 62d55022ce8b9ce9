import * as vscode from "vscode";
import { Commands, Views } from "../contributions.js";
import type { LocateArguments } from "../../server/dap/protocol.js";
import type { Look } from "../views/look.js";
import type { RowView } from "../views/row-view.js";
import type { Runs } from "../views/runs.js";

/** Selects the row of a task, or of one at a line. For links and code lenses; not in the palette. */
export function registerShowInTree(runs: Runs, look: Look, tasks: RowView): vscode.Disposable {
  return vscode.commands.registerCommand(Commands.showInTree, async (where?: unknown) => {
    if (!isPlace(where)) return;
    await vscode.commands.executeCommand(`${Views.tasks}.open`, { preserveFocus: true });
    const path = await runs.shown?.locate(where, look.current).catch(() => []);
    if (path !== undefined && path.length > 0) await tasks.reveal(path);
  });
}

/** Links carry it as JSON, which anyone could have written. */
function isPlace(value: unknown): value is Pick<LocateArguments, "file" | "line" | "task"> {
  const { file, line, task } = (value ?? {}) as Partial<LocateArguments>;
  return (
    typeof file === "string" && typeof line === "number" && (task === undefined || typeof task === "number")
  );
}
